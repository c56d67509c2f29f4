/** The inspector of one component: name, parameters, traffic, calls, and what can break. */

import { find_type, type ComponentType, type Parameter } from "../design/catalogue";
import {
  component_label,
  components_of,
  connections_of,
  find_component,
  label_of,
  places_of,
  type Component,
  type DesignDocument,
} from "../design/document";
import { connect, put_into_place, rename_component, set_parameter } from "../design/edits";
import { remove } from "../design/removal";
import { connection_refusal } from "../design/rules";
import { break_section } from "./breaking";
import { change_section } from "./changing";
import { own_context, type PanelContext } from "./context";
import { glyph, h, type_icon } from "./dom";
import { expected_slot } from "./expected";
import { field } from "./fields";
import { problem_list } from "./problems";
import { traffic_section } from "./traffic_editor";
import { taking } from "./taking";
import { t } from "../words/words";

export function component_inspector(
  context: PanelContext,
  id: string,
  redraw: () => void,
): readonly (HTMLElement | null)[] {
  const { store, catalogue } = context;
  const component = find_component(store.document, id);
  if (component === undefined) return [];
  const type = find_type(catalogue, component.type);
  const traffic = store.document.workload?.traffic?.find(({ source }) => source === id);
  const breaking = break_section(context, { of: "component", id }, redraw);
  const own = own_context(context, { of: "component", id });
  return [
    heading(own, component, type),
    own === context ? null : h("p", { class: "locked-note" }, t("This is given: it stays as it is here.")),
    problem_list(context, { of: "component", id }),
    h("dl", { class: "live-facts", "data-live-facts": "" }),
    expected_slot(),
    context.can_break() ? breaking : null,
    context.can_break() ? change_section(context, { of: "component", id }, redraw) : null,
    traffic === undefined ? null : traffic_section(own, traffic),
    type === undefined ? unknown_type(component) : parameter_section(own, component, type),
    calls_section(context, component, type),
    context.can_break() ? null : breaking,
    own.is_editable ? actions(context, component) : null,
  ];
}

function heading(context: PanelContext, component: Component, type: ComponentType | undefined): HTMLElement {
  const name = h("input", {
    type: "text",
    class: "name-field",
    "data-key": "name",
    "aria-label": t("Name"),
    maxlength: 80,
    value: label_of(component),
    readonly: !context.is_editable,
    onchange: (event: Event) => {
      const label = (event.target as HTMLInputElement).value.trim();
      context.store.commit(rename_component(context.store.document, component.id, label || component.id));
    },
  });
  return h(
    "header",
    { class: "inspector-head" },
    h("div", { class: "head-tile" }, type_icon(type?.icon ?? component.type)),
    h("div", {}, name, h("p", { class: "muted", title: type?.help }, type?.label ?? component.type)),
  );
}

function unknown_type(component: Component): HTMLElement {
  return h(
    "p",
    { class: "field-refusal" },
    t("This engine does not know the type “{type}”. Delete the component or choose another.", { type: component.type }),
  );
}

function parameter_section(context: PanelContext, component: Component, type: ComponentType): HTMLElement | null {
  if (type.parameters.length === 0) return null;
  const row = (parameter: Parameter): HTMLElement =>
    field(parameter, {
      key: `parameter-${component.id}-${parameter.name}`,
      value: component.parameters?.[parameter.name],
      is_locked: !context.is_editable,
      on_change: (value) =>
        context.store.commit(set_parameter(context.store.document, component.id, parameter.name, value)),
    });
  const basic = type.parameters.filter((parameter) => !parameter.advanced);
  const advanced = type.parameters.filter((parameter) => parameter.advanced);
  return h(
    "section",
    { "aria-label": t("Parameters") },
    h("h3", {}, t("Parameters")),
    ...basic.map(row),
    advanced.length > 0 && more(t("More"), `more-${type.name}`, advanced.map(row)),
  );
}

const opened = new Set<string>();

/** A part that folds away and stays as the person left it. */
export function more(title: string, key: string, children: readonly HTMLElement[]): HTMLElement {
  const part = h(
    "details",
    { class: "more", open: opened.has(key) },
    h("summary", { "data-key": `fold-${key}` }, title),
    ...children,
  );
  part.addEventListener("toggle", () => (part.open ? opened.add(key) : opened.delete(key)));
  return part;
}

function calls_section(context: PanelContext, component: Component, type: ComponentType | undefined): HTMLElement {
  const design = context.store.document;
  const out = connections_of(design).filter(({ from }) => from === component.id);
  const into = connections_of(design).filter(({ to }) => to === component.id);
  const choose = (id: string, text: string): HTMLElement =>
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "quiet link-row",
          "data-key": `call-${id}`,
          onclick: () => context.store.select([{ of: "connection", id }]),
        },
        text,
      ),
    );
  const may_call = type?.can_call !== false;
  return h(
    "section",
    { "aria-label": t("Calls") },
    h("h3", {}, t("Calls")),
    may_call && h("ul", {}, ...out.map(({ id, to }) => choose(id, `→ ${component_label(design, to)}`))),
    h("ul", {}, ...into.map(({ id, from }) => choose(id, `← ${component_label(design, from)}`))),
    may_call && context.is_editable && connect_control(context, design, component),
    !may_call && into.length === 0 && h("p", { class: "muted" }, t("Nobody calls it yet.")),
  );
}

/** A list to connect without dragging. What cannot be called says why instead of hiding. */
function connect_control(context: PanelContext, design: DesignDocument, component: Component): HTMLElement {
  const options = components_of(design)
    .filter(({ id }) => id !== component.id)
    .map((other) => {
      const refusal = connection_refusal(context.catalogue, design, component.id, other.id);
      return { other, refusal };
    })
    .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
  const refusal = h("p", { class: "field-refusal", role: "alert", hidden: true });
  const take = (value: string): void => {
    const found = options.find(({ other }) => other.id === value);
    if (found === undefined) return;
    refusal.hidden = found.refusal === null;
    refusal.textContent = found.refusal ?? "";
    if (found.refusal === null) context.store.commit(connect(context.catalogue, design, component.id, found.other.id));
  };
  const entries = options.map(({ other, refusal: reason }) =>
    h("option", { value: other.id }, reason === null ? label_of(other) : t("{name} (not possible)", {
      name: label_of(other),
    })),
  );
  const list = taking({ name: t("Connect to"), verb: t("Connect"), key: "connect-to", options: entries, take });
  list.append(refusal);
  return list;
}

function actions(context: PanelContext, component: Component): HTMLElement {
  const { store } = context;
  const places = places_of(store.document);
  const place = h(
    "select",
    {
      "aria-label": t("Place"),
      "data-key": "place",
      onchange: (event: Event) =>
        store.commit(put_into_place(store.document, component.id, (event.target as HTMLSelectElement).value || null)),
    },
    h("option", { value: "" }, t("No place")),
    ...places.map((each) => h("option", { value: each.id, selected: each.id === component.place }, label_of(each))),
  );
  const delete_it = (): void => store.commit(remove(store.document, [{ of: "component", id: component.id }]));
  return h(
    "section",
    { class: "inspector-actions", "aria-label": t("Place and removal") },
    places.length > 0 && h("div", { class: "field" }, h("span", { class: "field-name" }, t("Place")), place),
    h(
      "button",
      { type: "button", class: "quiet danger-text", "data-key": "delete", onclick: delete_it },
      glyph("trash"),
      t("Delete component"),
    ),
  );
}

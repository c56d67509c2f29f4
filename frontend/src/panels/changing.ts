/** "Change it now": one parameter of the chosen thing, while the run goes on. */

import { find_type, type Parameter } from "../design/catalogue";
import { find_component, find_connection, type Ref, type Value } from "../design/document";
import { policies_of } from "../design/policies";
import type { PanelContext } from "./context";
import { glyph, h } from "./dom";
import { field } from "./fields";
import { t } from "../words/words";

interface Chosen {
  name: string;
  value: Value | undefined;
}

/** What a person is about to change of each thing, kept while the panel is drawn again. */
const chosen_by_id = new Map<string, Chosen>();

/** The section of the inspector; null when nothing of the chosen thing has parameters. */
export function change_section(context: PanelContext, ref: Ref, redraw: () => void): HTMLElement | null {
  const parameters = parameters_of(context, ref);
  const [first] = parameters;
  if (first === undefined) return null;
  const chosen = chosen_by_id.get(ref.id) ?? { name: first.name, value: undefined };
  const parameter = parameters.find(({ name }) => name === chosen.name) ?? first;
  const refusal = h("p", { class: "field-refusal", role: "alert", hidden: true });
  const choose = (event: Event): void => {
    chosen_by_id.set(ref.id, { name: (event.target as HTMLSelectElement).value, value: undefined });
    redraw();
  };
  const options = parameters.map(({ name, label }) =>
    h("option", { value: name, selected: name === parameter.name }, label),
  );
  const send = (event: Event): void =>
    void act(context, ref, parameter, chosen.value, event.currentTarget as HTMLButtonElement, refusal);
  return h(
    "section",
    { class: "break-section", "aria-label": t("Change it now") },
    h("h3", {}, glyph("sliders"), t("Change it now")),
    h(
      "select",
      { "aria-label": t("What to change"), "data-key": `change-${ref.id}`, class: "change-choice", onchange: choose },
      ...options,
    ),
    field(parameter, {
      key: `change-${ref.id}-${parameter.name}`,
      value: chosen.value ?? present_value(context, ref, parameter),
      on_change: (value) => {
        chosen_by_id.set(ref.id, { name: parameter.name, value: value ?? parameter.default ?? undefined });
        redraw();
      },
    }),
    h(
      "div",
      { class: "break-buttons" },
      h("button", { type: "button", "data-change": "", onclick: send }, t("Change")),
    ),
    refusal,
  );
}

function parameters_of(context: PanelContext, ref: Ref): readonly Parameter[] {
  const { store, catalogue } = context;
  if (ref.of === "component") {
    const component = find_component(store.document, ref.id);
    return component === undefined ? [] : (find_type(catalogue, component.type)?.parameters ?? []);
  }
  const connection = find_connection(store.document, ref.id);
  if (connection === undefined) return [];
  const present = policies_of(connection);
  const figures = catalogue.policies
    .filter(({ name }) => name in present)
    .flatMap(({ name, label, parameters }) =>
      parameters.map((each) => ({ ...each, name: `policies.${name}.${each.name}`, label: `${label}: ${each.label}` })),
    );
  return [...catalogue.connection.parameters, ...figures];
}

/** The value that the run has now: that of the last change in its log, else that of the drawing. */
function present_value(context: PanelContext, ref: Ref, parameter: Parameter): Value | undefined {
  const changed = context.changed_to(ref.id, parameter.name);
  if (changed !== undefined) return changed ?? parameter.default ?? undefined;
  const { document } = context.store;
  const component = ref.of === "component" ? find_component(document, ref.id)?.parameters : undefined;
  if (ref.of === "component") return component?.[parameter.name] ?? undefined;
  let inner: unknown = find_connection(document, ref.id);
  for (const name of parameter.name.split(".")) inner = (inner as Record<string, unknown> | null | undefined)?.[name];
  return (inner as Value | null | undefined) ?? undefined;
}

async function act(
  context: PanelContext,
  ref: Ref,
  parameter: Parameter,
  value: Value | undefined,
  button: HTMLButtonElement,
  refusal: HTMLElement,
): Promise<void> {
  button.disabled = true;
  const wanted = value ?? present_value(context, ref, parameter) ?? parameter.default;
  const parameters = wanted === null ? {} : { [parameter.name]: wanted };
  const reason = await context.intervene({ failure: "change", target: ref.id, parameters, heal: false });
  // From here on the field shows what the log says.
  if (reason === null) chosen_by_id.set(ref.id, { name: parameter.name, value: undefined });
  refusal.hidden = reason === null;
  refusal.textContent = reason ?? "";
  button.disabled = false;
}

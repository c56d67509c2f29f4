/** "Break it": what the catalogue says can go wrong with the chosen thing, with buttons to do it and to heal it. */

import { failures_of_component, failures_of_connection, find_type, type FailureType } from "../design/catalogue";
import { find_component, type Ref, type Value } from "../design/document";
import type { PanelContext } from "./context";
import { glyph, h } from "./dom";
import { field } from "./fields";

/** Values that a person set in a break-it form, kept while the panel is drawn again. */
const chosen_values = new Map<string, Record<string, Value>>();

/** The failures that can hit the chosen thing. */
export function failures_of(context: PanelContext, ref: Ref): readonly FailureType[] {
  if (ref.of === "connection") return failures_of_connection(context.catalogue);
  const component = find_component(context.store.document, ref.id);
  return component === undefined
    ? []
    : failures_of_component(context.catalogue, find_type(context.catalogue, component.type));
}

/** The section of the inspector; null when nothing can break. */
export function break_section(context: PanelContext, ref: Ref, redraw: () => void): HTMLElement | null {
  const failures = failures_of(context, ref);
  if (failures.length === 0) return null;
  const is_on = context.can_break();
  const hint = is_on ? null : h("p", { class: "muted" }, "Start a run to break this while it works.");
  const forms = is_on ? failures.map((failure) => failure_form(context, ref, failure, redraw)) : [];
  return h(
    "section",
    { class: "break-section", "aria-label": "Break it" },
    h("h3", {}, glyph("bolt"), "Break it"),
    hint,
    ...forms,
  );
}

function failure_form(context: PanelContext, ref: Ref, failure: FailureType, redraw: () => void): HTMLElement {
  const values_key = `${ref.id}/${failure.name}`;
  const values = chosen_values.get(values_key) ?? {};
  const refusal = h("p", { class: "field-refusal", role: "alert", hidden: true });
  const fields = failure.parameters.map((parameter) =>
    field(parameter, {
      key: `break-${values_key}-${parameter.name}`,
      value: values[parameter.name],
      on_change: (value) => {
        const { [parameter.name]: _before, ...rest } = values;
        chosen_values.set(values_key, value === undefined ? rest : { ...rest, [parameter.name]: value });
        redraw();
      },
    }),
  );
  const send = (heal: boolean, button: HTMLButtonElement): void =>
    void act(context, { failure, ref, values, heal, button, refusal });
  return h(
    "div",
    { class: "break-form", "data-failure": failure.name, "data-help-title": failure.label, "data-help": failure.help },
    ...fields,
    h(
      "div",
      { class: "break-buttons" },
      act_button(failure.verb, "danger", send, false),
      failure.can_heal && heal_button(context, ref, failure, send),
    ),
    refusal,
  );
}

/** Healing is offered as soon as there is something to heal. */
function heal_button(context: PanelContext, ref: Ref, failure: FailureType, send: Send): HTMLElement {
  const button = act_button(failure.heal_verb, "", send, true);
  button.disabled = !context.is_broken(failure.name, ref.id);
  return button;
}

function act_button(verb: string, name: string, send: Send, heal: boolean): HTMLButtonElement {
  const on_click = (event: Event): void => send(heal, event.currentTarget as HTMLButtonElement);
  return h("button", { type: "button", class: name, "data-heal": String(heal), onclick: on_click }, verb);
}

type Send = (heal: boolean, button: HTMLButtonElement) => void;

interface Act {
  readonly failure: FailureType;
  readonly ref: Ref;
  readonly values: Readonly<Record<string, Value>>;
  readonly heal: boolean;
  readonly button: HTMLButtonElement;
  readonly refusal: HTMLElement;
}

async function act(context: PanelContext, { failure, ref, values, heal, button, refusal }: Act): Promise<void> {
  button.disabled = true;
  const parameters: Record<string, Value> = {};
  for (const parameter of failure.parameters) {
    const value = values[parameter.name] ?? parameter.default;
    if (value !== null) parameters[parameter.name] = value;
  }
  const reason = await context.intervene({ failure: failure.name, target: ref.id, parameters, heal });
  refusal.hidden = reason === null;
  refusal.textContent = reason ?? "";
  if (reason !== null || !heal) button.disabled = false;
}

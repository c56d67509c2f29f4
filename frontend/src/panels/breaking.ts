/** "Break it": one choice of what can go wrong with the chosen thing, and below it what is broken now, to heal. */

import {
  failures_of_component,
  failures_of_connection,
  failures_of_place,
  find_type,
  type FailureType,
} from "../design/catalogue";
import { find_component, type Ref, type Value } from "../design/document";
import type { PanelContext } from "./context";
import { glyph, h } from "./dom";
import { field } from "./fields";
import { t } from "../words/words";

/** So many failures are buttons at hand; the rest is behind "More". */
const MOST_AT_HAND = 4;

/** Values that a person set in a break-it form, kept while the panel is drawn again. */
const chosen_values = new Map<string, Record<string, Value>>();

/** The failure that a person chose last, of each thing. */
const chosen_failures = new Map<string, string>();

/** The failures that can hit the chosen thing. */
export function failures_of(context: PanelContext, ref: Ref): readonly FailureType[] {
  if (ref.of === "connection") return failures_of_connection(context.catalogue);
  if (ref.of === "place") return failures_of_place(context.catalogue);
  const component = find_component(context.store.document, ref.id);
  return component === undefined
    ? []
    : failures_of_component(context.catalogue, find_type(context.catalogue, component.type));
}

/** The failures to have at hand: whatever is broken now, then the usual ones, else the first, as far as they fit. */
export function at_hand(
  failures: readonly FailureType[],
  is_broken: (failure: FailureType) => boolean,
): readonly FailureType[] {
  if (failures.length <= MOST_AT_HAND) return failures;
  const broken = failures.filter(is_broken);
  const usual = failures.filter(({ is_usual }) => is_usual);
  const others = (usual.length === 0 ? failures : usual).filter((failure) => !broken.includes(failure));
  const shown = [...broken, ...others].slice(0, MOST_AT_HAND);
  return failures.filter((failure) => shown.includes(failure));
}

/** The section of the inspector; null when nothing can break. */
export function break_section(context: PanelContext, ref: Ref, redraw: () => void): HTMLElement | null {
  const failures = failures_of(context, ref);
  if (failures.length === 0) return null;
  const content = context.can_break()
    ? [failure_form(context, ref, failures, redraw), broken_now(context, ref, failures)]
    : [h("p", { class: "muted" }, t("Start a run to break this while it works."))];
  return h(
    "section",
    { class: "break-section", "aria-label": t("Break it") },
    h("h3", {}, glyph("bolt"), t("Break it")),
    ...content,
  );
}

/** Brings a person from anywhere to the choice of failures. */
export function go_to_failures(): void {
  const choice = document.querySelector<HTMLElement>("select.break-choice, .break-section button");
  choice?.scrollIntoView({ block: "center" });
  choice?.focus();
}

function failure_form(
  context: PanelContext,
  ref: Ref,
  failures: readonly FailureType[],
  redraw: () => void,
): HTMLElement {
  const failure = chosen_failure(ref, failures);
  const refusal = refusal_line();
  const send = (event: Event): void =>
    void act(context, { failure, ref, heal: false, button: event.currentTarget as HTMLButtonElement, refusal });
  return h(
    "div",
    { class: "break-form", "data-failure": failure.name, "data-help-title": failure.label, "data-help": failure.help },
    failures.length > 1 && choice_of(ref, failures, failure, redraw),
    ...fields_of(ref, failure, redraw),
    h(
      "div",
      { class: "break-buttons" },
      h(
        "button",
        { type: "button", class: "danger", "data-heal": "false", "data-key": `break-${ref.id}`, onclick: send },
        failure.verb,
      ),
    ),
    refusal,
  );
}

/** The one chosen last, else the first usual one. */
function chosen_failure(ref: Ref, failures: readonly FailureType[]): FailureType {
  const name = chosen_failures.get(ref.id);
  const found =
    failures.find((failure) => failure.name === name) ?? failures.find(({ is_usual }) => is_usual) ?? failures[0];
  if (found === undefined) throw new Error("there is no failure to choose from");
  return found;
}

/** The usual ones stand first, in a group of their own where there are others besides. */
function choice_of(
  ref: Ref,
  failures: readonly FailureType[],
  chosen: FailureType,
  redraw: () => void,
): HTMLSelectElement {
  const options = (some: readonly FailureType[]): HTMLElement[] =>
    some.map(({ name, verb }) => h("option", { value: name, selected: name === chosen.name }, verb));
  const usual = failures.filter(({ is_usual }) => is_usual);
  const others = failures.filter(({ is_usual }) => !is_usual);
  const is_grouped = usual.length > 0 && others.length > 0;
  const choose = (event: Event): void => {
    chosen_failures.set(ref.id, (event.target as HTMLSelectElement).value);
    redraw();
  };
  return h(
    "select",
    { class: "break-choice", "aria-label": t("What to break"), "data-key": `failure-${ref.id}`, onchange: choose },
    ...(is_grouped
      ? [
          h("optgroup", { label: t("Usual") }, ...options(usual)),
          h("optgroup", { label: t("More") }, ...options(others)),
        ]
      : options(failures)),
  );
}

function fields_of(ref: Ref, failure: FailureType, redraw: () => void): HTMLElement[] {
  const values_key = `${ref.id}/${failure.name}`;
  const values = chosen_values.get(values_key) ?? {};
  return failure.parameters.map((parameter) =>
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
}

/** What is broken and can be healed, each with its button; null when all is well. */
function broken_now(context: PanelContext, ref: Ref, failures: readonly FailureType[]): HTMLElement | null {
  const broken = failures.filter(({ can_heal, name }) => can_heal && context.is_broken(name, ref.id));
  if (broken.length === 0) return null;
  const refusal = refusal_line();
  const line = (failure: FailureType): HTMLElement => {
    const heal = (event: Event): void =>
      void act(context, { failure, ref, heal: true, button: event.currentTarget as HTMLButtonElement, refusal });
    const verb = h(
      "button",
      { type: "button", "data-heal": "true", "data-key": `heal-${ref.id}-${failure.name}`, onclick: heal },
      failure.heal_verb,
    );
    return h("li", { "data-broken": failure.name }, h("span", {}, failure.label), verb);
  };
  return h(
    "div",
    { class: "broken-now" },
    h("h4", {}, t("Broken now")),
    h("ul", { "aria-label": t("Broken now") }, ...broken.map(line)),
    refusal,
  );
}

function refusal_line(): HTMLElement {
  return h("p", { class: "field-refusal", role: "alert", hidden: true });
}

/** What a failure is sent with: what was set in the form, else its defaults. */
export function values_to_send(ref: Ref, failure: FailureType): Record<string, Value> {
  const values = chosen_values.get(`${ref.id}/${failure.name}`) ?? {};
  const parameters: Record<string, Value> = {};
  for (const parameter of failure.parameters) {
    const value = values[parameter.name] ?? parameter.default;
    if (value !== null) parameters[parameter.name] = value;
  }
  return parameters;
}

interface Act {
  readonly failure: FailureType;
  readonly ref: Ref;
  readonly heal: boolean;
  readonly button: HTMLButtonElement;
  readonly refusal: HTMLElement;
}

async function act(context: PanelContext, { failure, ref, heal, button, refusal }: Act): Promise<void> {
  button.disabled = true;
  const parameters = values_to_send(ref, failure);
  const reason = await context.intervene({ failure: failure.name, target: ref.id, parameters, heal });
  refusal.hidden = reason === null;
  refusal.textContent = reason ?? "";
  if (reason !== null || !heal) button.disabled = false;
}

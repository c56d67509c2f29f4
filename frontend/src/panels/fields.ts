/** A form field for one parameter of the catalogue, with its unit, its limits, and a refusal beside it. */

import { words_of, type Parameter } from "../design/catalogue";
import type { Value } from "../design/document";
import {
  default_text,
  field_text,
  field_unit,
  is_default,
  is_numeric,
  range_text,
  read_field,
  stepped,
} from "../design/values";
import { glyph, h } from "./dom";
import { t } from "../words/words";

export interface FieldUse {
  /** Distinguishes the field from all others of the panel, so that it keeps the focus. */
  readonly key: string;
  readonly value: Value | null | undefined;
  /** Undefined takes the value back to its default. */
  readonly on_change: (value: Value | undefined) => void;
  /** Other choices than the catalogue's, such as names of components: [value, label]. */
  readonly choices?: readonly (readonly [string, string])[];
  readonly is_locked?: boolean;
  /** Whether it stands for several values that are not the same. */
  readonly is_mixed?: boolean;
}

/** Label, input, unit and reset in one row; the refusal appears below it. */
export function field(parameter: Parameter, use: FieldUse): HTMLElement {
  const id = `field-${use.key.replace(/[^\w-]/g, "-")}`;
  const is_own = use.is_mixed === true || !is_default(parameter, use.value);
  const refusal = h("p", { class: "field-refusal", id: `${id}-refusal`, role: "alert", hidden: true });
  const control = make_control(parameter, use, id, refusal);
  const unit = field_unit(parameter);
  const row = h(
    "div",
    { class: is_own ? "field is-own" : "field", "data-help-title": parameter.label, "data-help": help_of(parameter) },
    h("label", { for: id }, parameter.label),
    h(
      "div",
      { class: "field-control" },
      control,
      unit !== "" && h("span", { class: "field-unit", "aria-hidden": "true" }, unit),
    ),
    is_own && !use.is_locked && reset_button(parameter, use),
    choice_note(parameter, use),
    refusal,
    h("p", { class: "unseen", id: `${id}-help` }, help_of(parameter)),
  );
  return row;
}

/** What the present choice means, where choices say so. */
function choice_note(parameter: Parameter, use: FieldUse): HTMLElement | false {
  const said = parameter.said?.[String(use.value ?? parameter.default ?? "")];
  return said !== undefined && said[1] !== "" && use.choices === undefined && h("p", { class: "field-note" }, said[1]);
}

function help_of(parameter: Parameter): string {
  const range = range_text(parameter);
  const source = parameter.source === "" ? "" : ` ${parameter.source}`;
  const usual = t("default {value}", { value: default_text(parameter) });
  return `${parameter.help}\n${range === "" ? "" : `${range} · `}${usual}.${source}`;
}

function reset_button(parameter: Parameter, use: FieldUse): HTMLElement {
  const name = t("Reset {label} to {default}", { label: parameter.label, default: default_text(parameter) });
  const properties = {
    type: "button",
    class: "quiet field-reset",
    title: name,
    "aria-label": name,
    "data-key": `${use.key}-reset`,
  };
  return h("button", { ...properties, onclick: () => use.on_change(undefined) }, glyph("reset"));
}

function make_control(parameter: Parameter, use: FieldUse, id: string, refusal: HTMLElement): HTMLElement {
  const common = {
    id,
    "data-key": use.key,
    "aria-describedby": `${id}-help ${id}-refusal`,
    disabled: use.is_locked === true,
  };
  if (parameter.kind === "flag") return flag(parameter, use, common);
  const choices = use.choices ?? own_choices(parameter);
  if (parameter.kind === "choice" || use.choices !== undefined) return choice_list(parameter, use, common, choices);
  return is_numeric(parameter) ? number(parameter, use, common, refusal) : text(parameter, use, common);
}

/** The catalogue's choices; what need not be chosen at all begins with that. */
function own_choices(parameter: Parameter): readonly (readonly [string, string])[] {
  const label_of = (choice: string): string => parameter.said?.[choice]?.[0] ?? words_of(choice);
  const listed = parameter.choices.map((choice) => [choice, label_of(choice)] as const);
  return parameter.default === null ? [["", default_text(parameter)], ...listed] : listed;
}

type Common = Readonly<Record<string, string | boolean>>;

function flag(parameter: Parameter, use: FieldUse, common: Common): HTMLElement {
  const is_on = !use.is_mixed && (use.value ?? parameter.default) === true;
  const box = h("input", {
    ...common,
    type: "checkbox",
    checked: is_on,
    onchange: (event: Event) => use.on_change((event.target as HTMLInputElement).checked),
  });
  box.indeterminate = use.is_mixed === true;
  return box;
}

function choice_list(
  parameter: Parameter,
  use: FieldUse,
  common: Common,
  choices: readonly (readonly [string, string])[],
): HTMLElement {
  const chosen = String(use.value ?? parameter.default ?? "");
  const options = choices.map(([value, label]) => h("option", { value, selected: value === chosen }, label));
  const on_change = (event: Event): void => use.on_change((event.target as HTMLSelectElement).value || undefined);
  if (use.is_mixed) options.unshift(h("option", { value: "", selected: true, disabled: true }, t("various")));
  return h("select", { ...common, onchange: on_change }, ...options);
}

function text(parameter: Parameter, use: FieldUse, common: Common): HTMLElement {
  const on_change = (event: Event): void => use.on_change((event.target as HTMLInputElement).value.trim() || undefined);
  return h("input", {
    ...common,
    type: "text",
    value: field_text(parameter, use.value ?? parameter.default),
    onchange: on_change,
  });
}

function number(parameter: Parameter, use: FieldUse, common: Common, refusal: HTMLElement): HTMLElement {
  const input = h("input", { ...common, type: "text", inputmode: "decimal", autocomplete: "off" });
  input.value = use.is_mixed ? "" : field_text(parameter, use.value ?? parameter.default);
  if (parameter.default === null) input.placeholder = t("none");
  if (use.is_mixed) input.placeholder = t("various");
  const take = (): void => take_number(parameter, use, input, refusal);
  input.addEventListener("change", take);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
    if (event.key === "Escape") restore(parameter, use, input, refusal);
    if (event.key === "ArrowUp" || event.key === "ArrowDown") step(parameter, input, event, take);
  });
  return input;
}

function take_number(parameter: Parameter, use: FieldUse, input: HTMLInputElement, refusal: HTMLElement): void {
  if (input.value.trim() === "") {
    show_refusal(input, refusal, null);
    if (use.value !== undefined && use.value !== null) use.on_change(undefined);
    return;
  }
  const read = read_field(parameter, input.value);
  show_refusal(input, refusal, "reason" in read ? read.reason : null);
  if ("reason" in read) return;
  const before = field_text(parameter, use.value ?? parameter.default);
  if (use.is_mixed || field_text(parameter, read.value) !== before) use.on_change(read.value);
  else input.value = before;
}

function restore(parameter: Parameter, use: FieldUse, input: HTMLInputElement, refusal: HTMLElement): void {
  input.value = use.is_mixed ? "" : field_text(parameter, use.value ?? parameter.default);
  show_refusal(input, refusal, null);
}

function show_refusal(input: HTMLInputElement, refusal: HTMLElement, reason: string | null): void {
  input.setAttribute("aria-invalid", String(reason !== null));
  refusal.hidden = reason === null;
  refusal.textContent = reason ?? "";
}

function step(parameter: Parameter, input: HTMLInputElement, event: KeyboardEvent, take: () => void): void {
  const now = Number(input.value);
  if (input.value.trim() === "" || !Number.isFinite(now)) return;
  event.preventDefault();
  input.value = String(stepped(parameter, now, event.key === "ArrowUp" ? 1 : -1));
  take();
}

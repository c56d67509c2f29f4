/** Values of parameters between the document, where they may carry units in the text, and a field on the screen. */

import type { Parameter } from "./catalogue";
import type { Value } from "./document";
import { all_digits, parse_quantity, unit_label, type Parsed } from "./quantities";
import { decimal_mark, language, t } from "../words/words";

/** Whether the parameter is a number, with or without a fraction. */
export function is_numeric(parameter: Parameter): boolean {
  return parameter.kind === "number" || parameter.kind === "count";
}

/** The unit in which a person sees the parameter. */
export function shown_unit(parameter: Parameter): string {
  const unit = parameter.shown_unit || parameter.unit;
  return unit === "ratio" ? "%" : unit;
}

/** A document's value as a number in the parameter's own unit; null when it has none or is no number. */
export function number_of(parameter: Parameter, value: Value | null | undefined): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  const parsed = parse_quantity(value, parameter.unit);
  return "value" in parsed ? parsed.value : null;
}

function converted(value: number, from: string, to: string): number {
  if (from === to) return value;
  const parsed = parse_quantity(`${value} ${from}`, to);
  return "value" in parsed ? parsed.value : value;
}

/** What stands in the field: the number in the shown unit, or the text as it is. */
export function field_text(parameter: Parameter, value: Value | null | undefined): string {
  if (value === null || value === undefined) return "";
  const number = is_numeric(parameter) ? number_of(parameter, value) : null;
  if (number === null) return String(value);
  return String(converted(number, parameter.unit, shown_unit(parameter))).replace(".", decimal_mark);
}

/** Reads what was typed into a field as a number in the parameter's own unit, within its limits, or says why not. */
export function read_field(parameter: Parameter, text: string): Parsed {
  const shown = parse_quantity(text, shown_unit(parameter));
  if ("reason" in shown) return shown;
  if (parameter.kind === "count" && !Number.isInteger(shown.value)) return { reason: t("Write a whole number.") };
  const value = converted(shown.value, shown_unit(parameter), parameter.unit);
  if (parameter.low !== null && value < parameter.low)
    return { reason: t("At least {bound}.", { bound: bound_text(parameter, parameter.low) }) };
  if (parameter.high !== null && value > parameter.high)
    return { reason: t("At most {bound}.", { bound: bound_text(parameter, parameter.high) }) };
  return { value };
}

function bound_text(parameter: Parameter, bound: number): string {
  const label = unit_label(shown_unit(parameter));
  const digits = all_digits(converted(bound, parameter.unit, shown_unit(parameter)));
  return label === "" ? digits : `${digits}\u2009${label}`;
}

/** The limits in words: "1 to 64", "at least 0.01 ms"; empty when there are none. */
export function range_text(parameter: Parameter): string {
  const { low, high } = parameter;
  if (!is_numeric(parameter)) return "";
  if (low !== null && high !== null) {
    const from = all_digits(converted(low, parameter.unit, shown_unit(parameter)));
    return t("{from} to {to}", { from, to: bound_text(parameter, high) });
  }
  if (low !== null) return t("at least {bound}", { bound: bound_text(parameter, low) });
  return high === null ? "" : t("at most {bound}", { bound: bound_text(parameter, high) });
}

/** The default in words; "none" when there is none. */
export function default_text(parameter: Parameter): string {
  const value = parameter.default;
  if (value === null) return t("none");
  if (typeof value === "boolean") return value ? t("on") : t("off");
  const number = is_numeric(parameter) ? number_of(parameter, value) : null;
  if (number !== null) return bound_text(parameter, number);
  const plain = String(value).replaceAll("_", " ");
  return language === "en" ? plain : (parameter.said?.[String(value)]?.[0] ?? plain);
}

/** Whether a value says the same as the default. */
export function is_default(parameter: Parameter, value: Value | null | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (!is_numeric(parameter)) return value === parameter.default;
  return parameter.default !== null && number_of(parameter, value) === number_of(parameter, parameter.default);
}

/** The unit that stands behind the field; empty for plain counts. */
export function field_unit(parameter: Parameter): string {
  return unit_label(shown_unit(parameter));
}

/** One step up or down with the arrow keys: whole numbers by one, others by about a tenth. */
export function stepped(parameter: Parameter, value: number, direction: 1 | -1): number {
  if (parameter.kind === "count")
    return value + direction * (value >= 200 ? 10 ** Math.floor(Math.log10(value) - 1) : 1);
  if (value === 0) return direction > 0 ? (parameter.high !== null && parameter.high <= 1 ? 0.05 : 1) : 0;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((value + direction * step).toPrecision(6));
}

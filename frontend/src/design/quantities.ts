/** Numbers as people write and read them. */

import { decimal_mark, t } from "../words/words";

const THIN_SPACE = "\u2009";
const MINUS = "\u2212";

/** A quantity that was understood, in the field's own unit, or the reason why it was not. */
export type Parsed = { readonly value: number } | { readonly reason: string };

/** Each group lists its units with their size in the group's base unit. */
const UNIT_GROUPS: readonly Readonly<Record<string, number>>[] = [
  { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, sec: 1, min: 60, h: 3600, d: 86_400 },
  { "1/s": 1, "/s": 1, "req/s": 1, "1/min": 1 / 60, "/min": 1 / 60, "1/h": 1 / 3600, "k/s": 1e3, "M/s": 1e6 },
  { ratio: 1, "%": 0.01 },
  { count: 1, x: 1, "": 1, k: 1e3, M: 1e6, G: 1e9 },
  { B: 1, byte: 1, bytes: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
  { "B/s": 1, "kB/s": 1e3, "MB/s": 1e6, "GB/s": 1e9 },
  { credits: 1 },
  { "bit/s": 1, "kbit/s": 1e3, "Mbit/s": 1e6, "Gbit/s": 1e9, "Tbit/s": 1e12 },
];

const QUANTITY = /^([+-]?(?:\d+(?:[ \u2009_]\d{3})*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i;

/** Reads "250", "250 ms", "0.5 s" or "20 %" as a number of `unit`. */
export function parse_quantity(text: string, unit: string): Parsed {
  const plain = text.trim().replace(MINUS, "-");
  const match = QUANTITY.exec(decimal_mark === "." ? plain : plain.replace(decimal_mark, "."));
  if (match === null) return { reason: unit_hint(t("Write a number"), unit) };
  const amount = Number((match[1] ?? "").replace(/[ \u2009_]/g, ""));
  const written = (match[2] ?? "").trim();
  if (!Number.isFinite(amount)) return { reason: t("That number is too large.") };
  if (written === "" || written === unit) return { value: amount };
  const group = UNIT_GROUPS.find((candidate) => unit in candidate);
  const from = group?.[written];
  const to = group?.[unit];
  if (from === undefined || to === undefined)
    return { reason: unit_hint(t("“{unit}” is not a unit used here", { unit: written }), unit) };
  return { value: tidy((amount * from) / to) };
}

function unit_hint(start: string, unit: string): string {
  const examples: Readonly<Record<string, string>> = {
    ms: t("such as 250 or 250 ms"),
    s: t("such as 30, 30 s or 500 ms"),
    "1/s": t("such as 200 or 200 /s"),
    ratio: t("such as 0.2 or 20 %"),
  };
  return `${start}, ${examples[unit] ?? t("such as {example}", { example: `4 ${unit_label(unit)}`.trim() })}.`;
}

/** Takes off the dust of binary fractions: 0.30000000000000004 -> 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** A unit as the screen shows it. */
export function unit_label(unit: string): string {
  if (unit === "count" || unit === "ratio") return "";
  if (unit === "1/s") return "/s";
  if (unit === "x") return "×";
  return unit;
}

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

/** Three significant digits, with a prefix from a thousand on: 412, 3.14, 12.3k. */
export function three_digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 999.5) {
    const [step, prefix] = PREFIXES.find(([candidate]) => size >= candidate * 0.9995) ?? [1, ""];
    return signed(trim_zeros((value / step).toPrecision(3)) + prefix);
  }
  if (size < 0.001) return signed(value.toPrecision(2));
  return signed(trim_zeros(value.toPrecision(3)));
}

/** Every digit, in groups of three: 60 000. */
export function all_digits(value: number): string {
  const [whole = "", rest] = String(value).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE) : whole;
  return rest === undefined ? signed(grouped) : signed(`${grouped}.${rest}`);
}

function trim_zeros(text: string): string {
  return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
}

/** Digits as the language of the page writes them. */
function signed(text: string): string {
  return text.replace(/^-/, MINUS).replace(".", decimal_mark);
}

/** So many digits behind the decimal mark, as a text. */
export function fixed_text(value: number, places: number): string {
  return signed(value.toFixed(places));
}

/** A number with its unit after a thin space. */
export function with_unit(value: number, unit: string): string {
  const label = unit_label(unit);
  return label === "" ? three_digits(value) : three_digits(value) + THIN_SPACE + label;
}

/** Seconds as latencies are read: 38 ms, 1.2 s, 450 µs. */
export function latency_text(seconds: number): string {
  if (seconds === 0) return `0${THIN_SPACE}ms`;
  if (seconds < 0.001) return with_unit(seconds * 1e6, "µs");
  if (seconds < 0.9995) return with_unit(seconds * 1e3, "ms");
  return with_unit(seconds, "s");
}

/** A ratio as a percentage with three digits at most. */
export function percent_text(ratio: number): string {
  return three_digits(Math.round(ratio * 1000) / 10) + THIN_SPACE + "%";
}

/** Requests per second as the screen shows them. */
export function rate_text(rate_per_s: number): string {
  return `${three_digits(rate_per_s >= 100 ? Math.round(rate_per_s) : rate_per_s)}${THIN_SPACE}req/s`;
}

/** Simulated time as minutes and seconds: 02:14, or 1:02:14. */
export function clock_text(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const two = (part: number): string => String(part).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

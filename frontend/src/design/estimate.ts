/** What the server expects of a design before any run, and how it is put into words. */

import { latency_text, percent_text, three_digits } from "./quantities";
import { t } from "../words/words";

/** Seconds; null grows without bound. */
export interface ExpectedLatency {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface ExpectedComponent {
  readonly arrivals_per_s: number;
  readonly rate_per_s: number;
  readonly load: number | null;
  readonly utilisation: number | null;
  readonly queue_mean: number | null;
  readonly refused_ratio: number;
  readonly latency_s: ExpectedLatency | null;
  readonly hit_ratio: number | null;
  readonly overloaded: boolean;
}

export interface ExpectedConnection {
  readonly calls_per_s: number;
  readonly rate_per_s: number;
  readonly failure_ratio: number;
}

export interface ExpectedClass {
  readonly offered_per_s: number;
  readonly ok_ratio: number;
  readonly latency_s: ExpectedLatency | null;
}

export interface Limiting {
  readonly component: string;
  readonly load: number;
  readonly headroom: number;
  readonly saturates_at_per_s: number;
}

/** Something that the estimate takes for granted and the design breaks; `of` is empty for the whole design. */
export interface Assumption {
  readonly of: string;
  readonly text: string;
}

/** The answer of the server; `docs/engine/estimates.md` says what the figures mean. */
export interface Estimate {
  readonly offered_per_s: number;
  readonly settled: boolean;
  readonly price_per_hour: number;
  /** Seconds of a core that one run takes. */
  readonly computing_s: number;
  readonly components: Readonly<Record<string, ExpectedComponent>>;
  readonly connections: Readonly<Record<string, ExpectedConnection>>;
  readonly classes: Readonly<Record<string, ExpectedClass>>;
  readonly limiting: Limiting | null;
  readonly assumptions: readonly Assumption[];
}

/** An estimate as the page shows it; `doubt` says why it no longer fits what is drawn, and is empty while it fits. */
export interface Expected {
  readonly estimate: Estimate;
  readonly doubt: string;
}

/** Every expected value begins with this sign, so that it is never taken for a measured one. */
export const ABOUT = "≈\u202f";
const FAILURES_FROM = 0.001;
const LEAST = 0.001;
const GROWS = t("grows without bound");

/** A share as an expectation says it: whole per cent, and finer only near nothing and near everything. */
export function about_percent(ratio: number): string {
  return percent_text(ratio > 0.01 && ratio < 0.99 ? Math.round(ratio * 100) / 100 : ratio);
}

/** Three digits, and nothing for what is next to nothing. */
function about_number(value: number): string {
  return three_digits(value < LEAST ? 0 : value);
}

/** The ghost line of a card, from its longest wording to its shortest; none for what carries bytes or only controls. */
export function ghost_lines(expected: ExpectedComponent): readonly string[] {
  const { arrivals_per_s, utilisation, latency_s, hit_ratio } = expected;
  if (arrivals_per_s === 0 && utilisation === null && latency_s === null && hit_ratio === null) return [];
  const rate = `${ABOUT}${about_number(expected.arrivals_per_s)}/s`;
  const p99 = expected.latency_s?.p99 ?? null;
  const last =
    expected.hit_ratio !== null
      ? t("{share} hit", { share: about_percent(expected.hit_ratio) })
      : expected.overloaded || p99 === null
        ? ""
        : latency_text(p99);
  const busy = expected.utilisation === null ? "" : about_percent(expected.utilisation);
  const join = (...parts: readonly string[]): string => parts.filter(Boolean).join(" · ");
  return [...new Set([join(rate, busy, last), join(rate, last || busy), rate])];
}

/** What stands beside an overloaded card, work offered over what it can do: "≈ overloaded, 1.3×"; else empty. */
export function overload_text(expected: ExpectedComponent): string {
  if (!expected.overloaded) return "";
  return ABOUT + (expected.load === null ? t("overloaded") : t("overloaded, {load}×", {
    load: three_digits(expected.load),
  }));
}

/** What stands on a connection: attempts a second, and how many calls fail if any do. */
export function connection_text(expected: ExpectedConnection): string {
  const failures =
    expected.failure_ratio >= FAILURES_FROM
      ? ` · ${t("{share} of calls fail", { share: about_percent(expected.failure_ratio) })}`
      : "";
  return `${ABOUT}${about_number(expected.rate_per_s)}/s${failures}`;
}

/** One expected figure with its name. */
export interface ExpectedFigure {
  readonly label: string;
  readonly text: string;
}

function figure(label: string, value: number | null | undefined, text: (value: number) => string): ExpectedFigure[] {
  return value === null || value === undefined ? [] : [{ label, text: ABOUT + text(value) }];
}

function latency_figures(latency: ExpectedLatency | null): readonly ExpectedFigure[] {
  if (latency === null) return [];
  return (["mean", "p50", "p95", "p99"] as const).map((name) => {
    const value = latency[name];
    return { label: name === "mean" ? t("Mean") : name, text: value === null ? GROWS : ABOUT + latency_text(value) };
  });
}

const PER_SECOND = (value: number): string => `${about_number(value)}\u2009/s`;

/** All expected figures of a component, in the order in which one asks for them. */
export function component_figures(expected: ExpectedComponent): readonly ExpectedFigure[] {
  const queue =
    expected.queue_mean === null && expected.overloaded
      ? [{ label: t("Queue"), text: GROWS }]
      : figure(t("Queue"), expected.queue_mean, about_number);
  return [
    ...figure(t("Arrives"), expected.arrivals_per_s, PER_SECOND),
    ...figure(t("Answered"), expected.rate_per_s, PER_SECOND),
    ...figure(t("Utilisation"), expected.utilisation, about_percent),
    ...queue,
    ...figure(t("Hit ratio"), expected.hit_ratio, about_percent),
    ...figure(t("Refused"), expected.refused_ratio >= FAILURES_FROM ? expected.refused_ratio : null, about_percent),
    ...latency_figures(expected.latency_s),
  ];
}

export function connection_figures(expected: ExpectedConnection): readonly ExpectedFigure[] {
  return [
    ...figure(t("Calls"), expected.calls_per_s, PER_SECOND),
    ...figure(t("Attempts"), expected.rate_per_s, PER_SECOND),
    ...figure(t("Calls that fail"), expected.failure_ratio, about_percent),
  ];
}

/** All expected figures of a class of requests. */
export function class_figures(expected: ExpectedClass): readonly ExpectedFigure[] {
  const p50_and_p99 = latency_figures(expected.latency_s).filter(({ label }) => label === "p50" || label === "p99");
  return [
    ...figure(t("Offered"), expected.offered_per_s, PER_SECOND),
    ...figure(t("Answered"), expected.ok_ratio, about_percent),
    ...p50_and_p99,
  ];
}

/** What overload means for one component, in a sentence; empty for the others. */
export function overload_sentence({ overloaded, load, refused_ratio }: ExpectedComponent): string {
  if (!overloaded) return "";
  const then = refused_ratio > 0 ? t("the rest is refused") : t("its queue grows for as long as this lasts");
  if (load === null) return t("Overloaded: it is offered more work than its slots can do, and {then}.", { then });
  const places = { times: three_digits(load), then };
  return t("Overloaded: it is offered {times} times the work that its slots can do, and {then}.", places);
}

/** Which component is full first, and when; empty when nothing can be full. */
export function limiting_sentence({ limiting }: Estimate, label_of: (id: string) => string): string {
  if (limiting === null) return "";
  const { component, headroom, saturates_at_per_s } = limiting;
  const places = {
    name: label_of(component),
    rate: ABOUT + PER_SECOND(saturates_at_per_s),
    times: three_digits(headroom),
  };
  const first = t("{name} limits this design: it is full at {rate} of all requests together,", places);
  const more = t("and more than that is offered now.");
  return `${first} ${headroom >= 1 ? t("{times} times what is offered now.", places) : more}`;
}

/** One line for a list that is read aloud; empty where nothing is expected. */
export function expected_words(expected: ExpectedComponent): string {
  const line = ghost_lines(expected)[0];
  return line === undefined
    ? ""
    : expected.overloaded
      ? t("expected {line}, overloaded", { line })
      : t("expected {line}", { line });
}

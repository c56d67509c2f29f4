/** The live numbers of what is chosen, as the inspector and the outline say them. */

import type { Ref } from "../design/document";
import { latency_text, percent_text, rate_text, three_digits } from "../design/quantities";
import { reading, recent, type Series, type Subject } from "../live/frames";
import type { LiveFact } from "../panels/context";

type Row = readonly [metric: string, label: string, text: (value: number) => string];

const PER_SECOND = (value: number): string => `${three_digits(value)}\u2009/s`;

const OF_COMPONENT: readonly Row[] = [
  ["rate_per_s", "Answered", PER_SECOND],
  ["errors_per_s", "Errors", PER_SECOND],
  ["utilisation", "Utilisation", percent_text],
  ["queue", "Queue", three_digits],
  ["in_system", "In system", three_digits],
  ["latency_s_p99", "p99", latency_text],
  ["hit_ratio", "Hit ratio", percent_text],
  ["instances_up", "Instances up", three_digits],
  ["listed_dead", "Dead but listed", three_digits],
];

const OF_CONNECTION: readonly Row[] = [
  ["calls_per_s", "Calls", PER_SECOND],
  ["errors_per_s", "Errors", PER_SECOND],
  ["timeouts_per_s", "Timeouts", PER_SECOND],
  ["retries_per_s", "Retries", PER_SECOND],
  ["latency_s_p99", "p99", latency_text],
  ["is_cut", "Line", (value) => (value > 0 ? "cut" : "whole")],
  ["refused_per_s", "Refused here", PER_SECOND],
  ["breaker_state", "Breaker", (value) => ["closed", "open", "half open"][Math.round(value)] ?? ""],
  ["breaker_opened", "Opened", three_digits],
  ["under_way", "Under way", three_digits],
  ["waiting", "Waiting", three_digits],
  ["limit", "Limit", three_digits],
];

/** States have no mean: between closed and half open there is no open. */
const STATES = new Set(["breaker_state", "is_cut"]);

/** The facts of one component or connection at one moment; empty when the run does not know it. */
export function live_facts(series: Series, position: number, ref: Ref): readonly LiveFact[] {
  if (ref.of === "place") return [];
  const known = ref.of === "component" ? series.layout.components : series.layout.connections;
  if (!known.includes(ref.id)) return [];
  const subject: Subject = ref.of === "component" ? { of: "component", id: ref.id } : { of: "connection", id: ref.id };
  return (ref.of === "component" ? OF_COMPONENT : OF_CONNECTION).flatMap(([metric, label, text]) => {
    const value = recent(series, position, subject, metric, STATES.has(metric) ? 0 : 1);
    if (value !== null) return [{ label, text: text(value) }];
    // A metric that comes and goes keeps its place; one that this component never has is left out.
    const is_ever_there = series.frames.some((each) => reading(series, each, subject, metric) !== null);
    return is_ever_there ? [{ label, text: "–" }] : [];
  });
}

/** One line for the outline: rate, utilisation and errors. */
export function live_words(series: Series, position: number, id: string): string {
  const subject: Subject = { of: "component", id };
  const rate = recent(series, position, subject, "rate_per_s");
  const busy = recent(series, position, subject, "utilisation");
  const errors = recent(series, position, subject, "errors_per_s");
  return [
    rate === null ? "" : rate_text(rate),
    busy === null ? "" : `${percent_text(busy)} busy`,
    errors === null || errors === 0 ? "" : `${three_digits(errors)} errors a second`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** The live numbers of what is chosen, as the inspector and the outline say them. */

import type { Headline } from "../design/catalogue";
import type { Ref } from "../design/document";
import { bitrate_text, figure_text, flow_text, trouble_text } from "../design/figures";
import { latency_text, percent_text, three_digits } from "../design/quantities";
import { reading, recent, type Layout, type Series, type Subject } from "../live/frames";
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

const OF_CARRIER: readonly Row[] = [
  ["gbps", "Carries", flow_text],
  ["utilisation", "Used", percent_text],
  ["byte_hit_ratio", "Bytes from here", percent_text],
];

const OF_AUDIENCE: readonly Row[] = [
  ["playing", "Watching", three_digits],
  ["bitrate_bps", "Bitrate", bitrate_text],
  ["rebuffer_ratio", "Stalled", percent_text],
  ["starts_per_s", "Starts", PER_SECOND],
  ["start_failures_per_s", "Failed starts", PER_SECOND],
  ["start_s_p95", "Start p95", latency_text],
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

const OF_STREAM: readonly Row[] = [["gbps", "Carries", flow_text]];

/** States have no mean: between closed and half open there is no open. */
const STATES = new Set(["breaker_state", "is_cut"]);

/** What there is to tell of one component or connection, table by table; nothing when the run does not know it. */
function tables_of(layout: Layout, { of, id }: Ref): readonly (readonly [Subject, readonly Row[]])[] {
  if (of === "connection") {
    if (layout.flows?.streams.includes(id) === true) return [[{ of: "stream", id }, OF_STREAM]];
    return layout.connections.includes(id) ? [[{ of, id }, OF_CONNECTION]] : [];
  }
  if (of === "place" || !layout.components.includes(id)) return [];
  if (layout.flows?.carriers.includes(id) === true) return [[{ of: "carrier", id }, OF_CARRIER]];
  const watched = layout.viewers?.ids.includes(id) === true;
  return [
    ...(watched ? ([[{ of: "audience", id }, OF_AUDIENCE]] as const) : []),
    [{ of: "component", id }, OF_COMPONENT],
  ];
}

/** The facts of one component or connection at one moment; empty when the run does not know it. */
export function live_facts(series: Series, position: number, ref: Ref): readonly LiveFact[] {
  return tables_of(series.layout, ref).flatMap(([subject, rows]) =>
    rows.flatMap(([metric, label, text]) => {
      const value = recent(series, position, subject, metric, STATES.has(metric) ? 0 : 1);
      if (value !== null) return [{ label, text: text(value) }];
      // A metric that comes and goes keeps its place; one that this component never has is left out.
      const is_ever_there = series.frames.some((each) => reading(series, each, subject, metric) !== null);
      return is_ever_there ? [{ label, text: "–" }] : [];
    }),
  );
}

/** One line for the outline: what the card says, utilisation and trouble. */
export function live_words(series: Series, position: number, id: string, headline: Headline): string {
  const read = (metric: string): number | null => {
    for (const of of ["component", "carrier", "audience"] as const) {
      const value = recent(series, position, { of, id }, metric);
      if (value !== null) return value;
    }
    return null;
  };
  const busy = headline.metrics.includes("utilisation") ? null : read("utilisation");
  const errors = read("errors_per_s");
  const trouble = headline.trouble === "errors_per_s" ? null : read(headline.trouble);
  return [
    ...headline.metrics.flatMap((metric) => {
      const value = read(metric);
      return value === null ? [] : [figure_text(metric, value)];
    }),
    busy === null ? "" : `${percent_text(busy)} busy`,
    errors === null || errors === 0 ? "" : `${three_digits(errors)} errors a second`,
    trouble === null ? "" : trouble_text(headline.trouble, trouble),
  ]
    .filter(Boolean)
    .join(", ");
}

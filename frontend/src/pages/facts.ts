/** The live numbers of what is chosen, as the inspector and the outline say them. */

import type { Headline } from "../design/catalogue";
import type { Ref } from "../design/document";
import { bitrate_text, figure_text, flow_text, trouble_text } from "../design/figures";
import { latency_text, percent_text, three_digits } from "../design/quantities";
import { column, reading, recent, type Layout, type Series, type Subject } from "../live/frames";
import type { LiveFact } from "../panels/context";
import { t, tn } from "../words/words";

type Row = readonly [metric: string, label: string, text: (value: number) => string];

const PER_SECOND = (value: number): string => `${three_digits(value)}\u2009/s`;

const OF_COMPONENT: readonly Row[] = [
  ["rate_per_s", t("Answered"), PER_SECOND],
  ["errors_per_s", t("Errors"), PER_SECOND],
  ["utilisation", t("Utilisation"), percent_text],
  ["queue", t("Queue"), three_digits],
  ["in_system", t("In system"), three_digits],
  ["latency_s_p99", "p99", latency_text],
  ["hit_ratio", t("Hit ratio"), percent_text],
  ["instances_up", t("Instances up"), three_digits],
  ["listed_dead", t("Dead but listed"), three_digits],
];

const OF_CARRIER: readonly Row[] = [
  ["gbps", t("Carries"), flow_text],
  ["utilisation", t("Used"), percent_text],
  ["byte_hit_ratio", t("Bytes from here"), percent_text],
];

const OF_AUDIENCE: readonly Row[] = [
  ["playing", t("Watching"), three_digits],
  ["bitrate_bps", t("Bitrate"), bitrate_text],
  ["rebuffer_ratio", t("Stalled"), percent_text],
  ["starts_per_s", t("Starts"), PER_SECOND],
  ["start_failures_per_s", t("Failed starts"), PER_SECOND],
  ["start_s_p95", t("Start p95"), latency_text],
];

const OF_CONNECTION: readonly Row[] = [
  ["calls_per_s", t("Calls"), PER_SECOND],
  ["errors_per_s", t("Errors"), PER_SECOND],
  ["timeouts_per_s", t("Timeouts"), PER_SECOND],
  ["retries_per_s", t("Retries"), PER_SECOND],
  ["latency_s_p99", "p99", latency_text],
  ["is_cut", t("Line"), (value) => (value > 0 ? t("cut") : t("whole"))],
  ["refused_per_s", t("Refused here"), PER_SECOND],
  ["breaker_state", t("Breaker"), (value) => [t("closed"), t("open"), t("half open")][Math.round(value)] ?? ""],
  ["breaker_opened", t("Opened"), three_digits],
  ["under_way", t("Under way"), three_digits],
  ["waiting", t("Waiting"), three_digits],
  ["limit", t("Limit"), three_digits],
];

const OF_STREAM: readonly Row[] = [["gbps", t("Carries"), flow_text]];

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
      if (value !== null) return [{ label, text: text(value), why: `${subject.of}:${metric}` }];
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
  const up = read("instances_up");
  const most = Math.max(0, ...column(series, { of: "component", id }, "instances_up").map((value) => value ?? 0));
  const dead = up === null ? 0 : Math.round(most - up);
  return [
    ...headline.metrics.flatMap((metric) => {
      const value = read(metric);
      return value === null ? [] : [figure_text(metric, value)];
    }),
    busy === null ? "" : t("{share} busy", { share: percent_text(busy) }),
    dead > 0 ? tn("{count} instance down", "{count} instances down", dead) : "",
    errors === null || errors === 0 ? "" : t("{rate} errors a second", { rate: three_digits(errors) }),
    trouble === null ? "" : trouble_text(headline.trouble, trouble),
  ]
    .filter(Boolean)
    .join(", ");
}

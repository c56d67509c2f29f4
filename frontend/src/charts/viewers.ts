/** What viewers met, as charts: of the population that is chosen, else of the first ones. */

import { column, type Series, type Subject } from "../live/frames";
import type { ChartDefinition, Line, Scale } from "./chart";
import { t } from "../words/words";

const POPULATIONS = 2;

/** The figures of viewers, by the key of their chart: title, scale, and what its lines are called. */
const CHARTS: readonly (readonly [string, string, Scale, Readonly<Record<string, string>>])[] = [
  ["plays", t("plays per second"), "rate", { starts_per_s: t("began"), start_failures_per_s: t("failed") }],
  ["start", t("from play to picture"), "latency", { start_s_p50: "p50", start_s_p95: "p95" }],
  ["people", t("there now"), "count", { present: t("there"), playing: t("watching"), stalled: t("stalled") }],
  ["bitrate", t("bitrate"), "bitrate", { bitrate_bps: t("mean") }],
  ["still", t("picture stood still"), "share", { rebuffer_ratio: t("of the time") }],
];

/** Keys, where there are any. */
const KEYS = { key_asks_per_s: t("asked for"), key_failures_per_s: t("failed"), keyless: t("stalled without") };

/** Why viewers give up, by the metric that counts it. */
const REASONS: Readonly<Record<string, string>> = {
  start_too_slow_per_s: t("slow start"),
  stall_too_long_per_s: t("long stall"),
  stalled_too_much_per_s: t("many stalls"),
  play_failed_per_s: t("play failed"),
  no_room_per_s: t("no place"),
};

type LabelOf = (id: string) => string;

/** The keys of the charts of viewers begin so. */
export const VIEWERS_KEY = "watching-";

export function viewer_charts(series: Series, label_of: LabelOf, chosen: string | null): readonly ChartDefinition[] {
  const ids = series.layout.viewers?.ids ?? [];
  const shown = chosen !== null && ids.includes(chosen) ? [chosen] : ids.slice(0, POPULATIONS);
  return shown.flatMap((id) => charts_of(series, id, label_of(id)));
}

function charts_of(series: Series, id: string, label: string): readonly ChartDefinition[] {
  const subject: Subject = { of: "audience", id };
  const lines_of = (names: Readonly<Record<string, string>>): readonly Line[] =>
    Object.entries(names).map(([metric, name]) => ({ label: name, subject, metric }));
  const charts = CHARTS.map(([key, title, scale, names]) => ({
    key: `${VIEWERS_KEY}${key}-${id}`,
    title: `${label}: ${title}`,
    scale,
    lines: lines_of(names),
  }));
  const happened = (metric: string): boolean => column(series, subject, metric).some((value) => (value ?? 0) > 0);
  const keys: ChartDefinition = {
    key: `${VIEWERS_KEY}keys-${id}`,
    title: t("{label}: keys", { label }),
    scale: "rate",
    lines: happened("key_asks_per_s") ? lines_of(KEYS) : [],
  };
  const left: ChartDefinition = {
    key: `${VIEWERS_KEY}left-${id}`,
    title: t("{label}: gave up per second", { label }),
    scale: "rate",
    lines: lines_of(REASONS).filter(({ metric }) => happened(metric)),
  };
  return [...charts, keys, left];
}

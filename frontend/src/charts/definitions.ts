/** Which charts a run has: pure, from the layout and what happened so far. */

import { column, type Layout, type Series, type Subject } from "../live/frames";
import type { ChartDefinition, Scale } from "./chart";
import { viewer_charts } from "./viewers";
import { t } from "../words/words";

const BUSIEST = 5;

type LabelOf = (id: string) => string;

/** The charts of a run; which components are busiest follows from the frames so far. */
export function chart_definitions(
  series: Series,
  label_of: LabelOf,
  chosen: string | null,
  pinned: ReadonlySet<string> = new Set(),
): readonly ChartDefinition[] {
  const { layout } = series;
  const charts = [
    totals(layout, "throughput", t("Requests per second"), "rate", [
      ["offered_per_s", "offered"],
      ["ok_per_s", "ok"],
      ["error_per_s", "error"],
      ["shed_per_s", "shed"],
    ]),
    totals(layout, "latency", t("Latency, end to end"), "latency", [
      ["latency_s_p50", "p50"],
      ["latency_s_p95", "p95"],
      ["latency_s_p99", "p99"],
    ]),
    ranked(series, "utilisation", t("Utilisation of the busiest"), "ratio", "utilisation", label_of),
    ranked(series, "hits", t("Hit ratio"), "ratio", "hit_ratio", label_of),
    ranked(series, "errors", t("Errors per second by component"), "rate", "errors_per_s", label_of),
    ranked(series, "queues", t("Longest queues"), "count", "queue", label_of),
  ];
  const watched = viewer_charts(series, label_of, chosen);
  const own = layout.components.flatMap((id) =>
    of_component(id, label_of(id)).filter(({ key }) => id === chosen || pinned.has(key)),
  );
  const found = [...own, ...watched, ...charts].filter((chart) => chart.lines.length > 0);
  const is_pinned = (chart: ChartDefinition): boolean => pinned.has(chart.key);
  return [...found.filter(is_pinned), ...found.filter((chart) => !is_pinned(chart))];
}

function totals(
  layout: Layout,
  key: string,
  title: string,
  scale: Scale,
  metrics: readonly (readonly [string, string])[],
): ChartDefinition {
  const lines = metrics
    .filter(([metric]) => layout.total_metrics.includes(metric))
    .map(([metric, label]) => ({ label, subject: { of: "totals" } as const, metric }));
  return { key, title, scale, lines };
}

/** The components with the largest mean of a metric; those that never have it are left out. */
function ranked(
  series: Series,
  key: string,
  title: string,
  scale: Scale,
  metric: string,
  label_of: LabelOf,
): ChartDefinition {
  const means = series.layout.components.flatMap((id) => {
    const subject: Subject = { of: "component", id };
    const readings = column(series, subject, metric).filter((value) => value !== null);
    if (readings.length === 0) return [];
    const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length;
    return mean > 0 ? [{ line: { label: label_of(id), subject, metric }, mean }] : [];
  });
  means.sort((a, b) => b.mean - a.mean);
  return { key, title, scale, lines: means.slice(0, BUSIEST).map(({ line }) => line) };
}

function of_component(id: string, label: string): readonly ChartDefinition[] {
  const subject: Subject = { of: "component", id };
  return [
    {
      key: `own-rate-${id}`,
      title: t("{label}: per second", { label }),
      scale: "rate",
      lines: [
        { label: t("answered"), subject, metric: "rate_per_s" },
        { label: t("errors"), subject, metric: "errors_per_s" },
      ],
    },
    {
      key: `own-latency-${id}`,
      title: `${label}: p99`,
      scale: "latency",
      lines: [{ label: "p99", subject, metric: "latency_s_p99" }],
    },
    {
      key: `own-load-${id}`,
      title: t("{label}: waiting and inside", { label }),
      scale: "count",
      lines: [
        { label: t("queue"), subject, metric: "queue" },
        { label: t("in system"), subject, metric: "in_system" },
      ],
    },
  ];
}

/** Names the charts and lines, so that a chart is rebuilt only when they change. */
export function shape_of(charts: readonly ChartDefinition[]): string {
  return charts.map((chart) => `${chart.key}:${chart.lines.map((line) => line.label).join(",")}`).join("|");
}

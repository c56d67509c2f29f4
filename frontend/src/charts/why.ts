/** Why a number is what it is: formula, inputs with values, samples, window, assumption. Pure. */

import type { MetricDefinition } from "../design/catalogue";
import { clock_text, three_digits } from "../design/quantities";
import type { Series, Subject } from "../live/frames";
import { t, tn } from "../words/words";
import { frames_in, taken_in, type TimeWindow } from "./window";

export interface Why {
  readonly title: string;
  readonly formula: string;
  /** Names and values, in the order to read them. */
  readonly inputs: readonly (readonly [string, string])[];
  readonly assumption: string;
}

/** The definition of a metric of a table; metrics of a connection may be those of its policies. */
export function definition_of(
  metrics: readonly MetricDefinition[],
  of: string,
  name: string,
): MetricDefinition | undefined {
  const tables = of === "connection" ? ["connection", "policy"] : [of];
  return metrics.find((each) => tables.includes(each.of) && each.name === name);
}

/** Where a number of frames comes from, in a window of time. */
export function why_of(told: MetricDefinition, series: Series, window: TimeWindow, subject: Subject): Why {
  const frames = frames_in(series, window);
  const { frame_s } = series.layout;
  const seconds = frames.length * frame_s;
  const count = (metric: string): string => {
    const { value, frames: found } = taken_in(series, window, subject, metric);
    return value === null ? "–" : three_digits(Math.round(value * found * frame_s * 10) / 10);
  };
  const inputs = told.inputs.map(({ label, metric, how }): readonly [string, string] => {
    if (how === "sum") return [label, count(metric)];
    const { value } = taken_in(series, window, subject, metric);
    return [label, value === null ? "–" : three_digits(value)];
  });
  const when = tn(
    "{from} to {to}: {count} frame of {length} s",
    "{from} to {to}: {count} frames of {length} s",
    frames.length,
    { from: clock_text(window.from_s), to: clock_text(window.to_s), length: frame_s },
  );
  return {
    title: told.label,
    formula: told.formula,
    inputs: [
      ...inputs,
      [t("seconds"), three_digits(seconds)],
      ...(told.samples === "" ? [] : ([[t("samples"), count(told.samples)]] as const)),
      [t("window"), when],
    ],
    assumption: told.assumption,
  };
}

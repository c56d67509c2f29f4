/** How numbers of a chart are written. */

import { latency_text, percent_text, three_digits } from "../design/quantities";
import type { Reading } from "../live/frames";
import type { Scale } from "./definitions";

export function reading_text(scale: Scale, value: Reading | undefined): string {
  if (value === null || value === undefined) return "–";
  if (scale === "latency") return latency_text(value);
  if (scale === "ratio") return percent_text(value);
  return three_digits(value);
}

const X_STEPS_S = [30, 60, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600];

/** How far the time axis reaches: in steps, so that it does not creep, and never beyond the run. */
export function time_reach_s(now_s: number, whole_s: number): number {
  if (now_s >= whole_s * 0.6) return whole_s;
  return Math.min(whole_s, X_STEPS_S.find((step) => step >= now_s * 1.02) ?? whole_s);
}

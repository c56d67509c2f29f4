/** How numbers of a chart are written. */

import { bitrate_text } from "../design/figures";
import { latency_text, percent_text, three_digits } from "../design/quantities";
import type { Reading } from "../live/frames";
import type { Scale } from "./chart";

export function reading_text(scale: Scale, value: Reading | undefined): string {
  if (value === null || value === undefined) return "–";
  if (scale === "latency") return latency_text(value);
  if (scale === "ratio" || scale === "share") return percent_text(value);
  if (scale === "bitrate") return bitrate_text(value);
  return three_digits(value);
}

const X_STEPS_S = [30, 60, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600];

/** How far the time axis reaches: in steps, so that it does not creep, and never beyond the run. */
export function time_reach_s(now_s: number, whole_s: number): number {
  if (now_s >= whole_s * 0.6) return whole_s;
  return Math.min(whole_s, X_STEPS_S.find((step) => step >= now_s * 1.02) ?? whole_s);
}

const POINTS_MOST = 150;
const SHORTEST_S = 0.5;

/** How many frames are drawn as one point: at least half a second, and no more points than can be told apart. */
export function frames_per_point(frame_s: number, reach_s: number): number {
  return Math.max(1, Math.ceil(SHORTEST_S / frame_s), Math.ceil(reach_s / frame_s / POINTS_MOST));
}

/** Means of `count` neighbours each; null where none of them had a reading. The last group may be short. */
export function thinned(readings: readonly Reading[], count: number): Reading[] {
  const means: Reading[] = [];
  for (let start = 0; start < readings.length; start += count) {
    let sum = 0;
    let found = 0;
    for (let index = start; index < Math.min(start + count, readings.length); index += 1) {
      const value = readings[index];
      if (value === null || value === undefined) continue;
      sum += value;
      found += 1;
    }
    means.push(found === 0 ? null : sum / found);
  }
  return means;
}

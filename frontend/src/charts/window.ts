/** A window of a run's time: which there may be, how people move it, and what was measured in it. Pure. */

import { frame_index_at, reader_of, type Frame, type Reading, type Series, type Subject } from "../live/frames";

export interface TimeWindow {
  readonly from_s: number;
  readonly to_s: number;
}

/** A window shorter than this shows noise. */
export const SHORTEST_S = 1;

/** The window between two moments, in either order; null for one that is too short, or that is the whole run. */
export function between(one_s: number, other_s: number, whole_s: number): TimeWindow | null {
  const from_s = Math.max(0, Math.min(one_s, other_s));
  const to_s = Math.min(whole_s, Math.max(one_s, other_s));
  if (to_s - from_s < SHORTEST_S) return null;
  return to_s - from_s >= whole_s * 0.999 ? null : { from_s, to_s };
}

/** A window `factor` times as long, in which the moment `at_s` keeps its place as far as the run allows. */
export function zoomed(window: TimeWindow | null, at_s: number, factor: number, whole_s: number): TimeWindow | null {
  const { from_s, to_s } = window ?? { from_s: 0, to_s: whole_s };
  const length = Math.max(SHORTEST_S, (to_s - from_s) * factor);
  if (length >= whole_s) return null;
  const share = Math.max(0, Math.min(1, (at_s - from_s) / (to_s - from_s)));
  return placed(Math.max(from_s, Math.min(to_s, at_s)) - share * length, length, whole_s);
}

/** The same length, earlier or later by a share of it. */
export function panned({ from_s, to_s }: TimeWindow, by_share: number, whole_s: number): TimeWindow {
  const length = to_s - from_s;
  return placed(from_s + by_share * length, length, whole_s);
}

function placed(from_s: number, length: number, whole_s: number): TimeWindow {
  const start = Math.max(0, Math.min(whole_s - length, from_s));
  return { from_s: start, to_s: start + length };
}

/** The frames that end within a window; all of them without one. */
export function frames_in(series: Series, window: TimeWindow | null): readonly Frame[] {
  if (window === null) return series.frames;
  const first = frame_index_at(series, window.from_s) + 1;
  return series.frames.slice(first, frame_index_at(series, window.to_s) + 1);
}

/** What a number of a window is made of. */
export interface Taken {
  readonly value: Reading;
  /** How many frames had a reading. */
  readonly frames: number;
}

const LATENCY = "latency_s";
const ANSWERS: Partial<Record<Subject["of"], string>> = { totals: "ok_per_s", connection: "calls_per_s" };

/**
 * A metric in a window: the mean over its frames. Latencies are weighted by the answers of their frames, for a frame in
 * which ten requests ended says more than one with a single one. A mean of percentiles is not the percentile of all.
 */
export function taken_in(series: Series, window: TimeWindow | null, subject: Subject, metric: string): Taken {
  const read = reader_of(series.layout, subject, metric);
  const weigh = metric.startsWith(LATENCY) ? answers_of(series, subject) : () => 1;
  let sum = 0;
  let weights = 0;
  let frames = 0;
  for (const frame of frames_in(series, window)) {
    const value = read(frame);
    if (value === null) continue;
    const weight = weigh(frame);
    sum += value * weight;
    weights += weight;
    frames += 1;
  }
  return { value: weights > 0 ? sum / weights : null, frames };
}

/** How many answers a second a latency of a subject stands for. */
function answers_of(series: Series, subject: Subject): (frame: Frame) => number {
  const read = reader_of(series.layout, subject, ANSWERS[subject.of] ?? "rate_per_s");
  return (frame) => read(frame) ?? 1;
}

/** Readings of another run at the times of this one, between its neighbours; null where it has none. */
export function resampled(
  times: readonly number[],
  clock_s: readonly number[],
  readings: readonly Reading[],
): readonly Reading[] {
  let after = 0;
  return times.map((at) => {
    while (after < clock_s.length && (clock_s[after] ?? 0) < at) after += 1;
    const [right_s, right] = [clock_s[after], readings[after]];
    if (right_s === undefined || right === undefined || right === null) return null;
    const [left_s, left] = [clock_s[after - 1], readings[after - 1]];
    if (right_s === at || left_s === undefined || left === undefined || left === null) return right;
    return left + ((right - left) * (at - left_s)) / (right_s - left_s);
  });
}

/** Single viewers second by second: pure, from the samples of frames. */

import type { Series } from "../live/frames";

/** One viewer at the end of one second. */
export interface Moment {
  readonly at_s: number;
  readonly state: string;
  readonly kbps: number;
  readonly buffer_s: number;
}

const NUMBERS = 3;

/** How many viewers of a population are told one by one. */
export function viewers_sampled(series: Series, population: string): number {
  const row = series.layout.viewers?.sampled.indexOf(population) ?? -1;
  for (const frame of series.frames) {
    const [sample] = frame.samples?.[row] ?? [];
    if (sample !== undefined) return (sample.length - 1) / NUMBERS;
  }
  return 0;
}

/** What a sampled viewer did in the `span_s` up to the frame at `position`. */
export function moments(
  series: Series,
  position: number,
  population: string,
  viewer: number,
  span_s: number,
): readonly Moment[] {
  const row = series.layout.viewers?.sampled.indexOf(population) ?? -1;
  const states = series.layout.viewers?.states ?? [];
  const until_s = series.frames[position]?.clock_s ?? 0;
  const found: Moment[] = [];
  for (let place = position; place >= 0; place -= 1) {
    const frame = series.frames[place];
    if (frame === undefined || frame.clock_s < until_s - span_s) break;
    for (const sample of (frame.samples?.[row] ?? []).toReversed()) {
      const [state = 0, kbps = 0, buffer_s = 0] = sample.slice(1 + NUMBERS * viewer, 1 + NUMBERS * (viewer + 1));
      found.push({ at_s: sample[0] ?? 0, state: states[state] ?? "", kbps, buffer_s });
    }
  }
  return found.toReversed();
}

/** A stretch of time in which a viewer did one thing. */
export interface Spell {
  readonly state: string;
  readonly from_s: number;
  readonly to_s: number;
}

/** Neighbours that do the same, put together; each moment stands for the time since the one before. */
export function spells(told: readonly Moment[]): readonly Spell[] {
  const found: Spell[] = [];
  told.forEach((moment, index) => {
    const from_s = told[index - 1]?.at_s ?? moment.at_s;
    const last = found.at(-1);
    if (last !== undefined && last.state === moment.state) found[found.length - 1] = { ...last, to_s: moment.at_s };
    else found.push({ state: moment.state, from_s, to_s: moment.at_s });
  });
  return found;
}

/** Whether a viewer in this state has a picture, moving or not. */
export function has_picture(state: string): boolean {
  return state === "playing" || state === "stalled" || state === "paused" || state === "seeking";
}

/** What edges gave from their own disks, what they had to fetch, and what was brought to them, over time: pure. */

import { column, type Series } from "../live/frames";
import { frames_per_point, thinned } from "./numbers";

/** A point stands for a segment at least: who has a full buffer asks for one at a time. */
const SHORTEST_S = 4;

/** Gbit/s at each point of time; a point stands for a few frames. */
export interface Nights {
  readonly at_s: readonly number[];
  readonly own: readonly number[];
  readonly fetched: readonly number[];
  readonly filled: readonly number[];
}

/** The edges of a run: carriers that can have bytes themselves, or be filled. */
export function edges_of(series: Series): readonly string[] {
  const { flows } = series.layout;
  return (flows?.carriers ?? []).filter((id) =>
    ["byte_hit_ratio", "fill_gbps"].some((metric) =>
      column(series, { of: "carrier", id }, metric).some((value) => value !== null),
    ),
  );
}

/** What some edges did together, up to now; means of as many frames as a point of a chart stands for. */
export function nights_of(series: Series, ids: readonly string[]): Nights {
  const { frame_s, frames_count } = series.layout;
  const count = Math.max(frames_per_point(frame_s, frame_s * frames_count), Math.ceil(SHORTEST_S / frame_s));
  const read = (id: string, metric: string): readonly number[] =>
    thinned(column(series, { of: "carrier", id }, metric), count).map((value) => value ?? 0);
  const points = Math.ceil(series.frames.length / count);
  const sums = { own: zeros(points), fetched: zeros(points), filled: zeros(points) };
  for (const id of ids) {
    const [watched, hits, filled] = [read(id, "watched_gbps"), read(id, "byte_hit_ratio"), read(id, "fill_gbps")];
    for (let point = 0; point < points; point += 1) {
      const own = (watched[point] ?? 0) * (hits[point] ?? 0);
      sums.own[point]! += own;
      sums.fetched[point]! += (watched[point] ?? 0) - own;
      sums.filled[point]! += filled[point] ?? 0;
    }
  }
  const at_s = Array.from({ length: points }, (_each, point) => {
    const last = series.frames[Math.min((point + 1) * count, series.frames.length) - 1];
    return last?.clock_s ?? 0;
  });
  return { at_s, ...sums };
}

/** The point at which viewers got most, and what came from own disks then; null before anything flowed. */
export function peak_of({ at_s, own, fetched }: Nights): {
  readonly at_s: number;
  readonly gbps: number;
  readonly hit: number;
} | null {
  let found: { at_s: number; gbps: number; hit: number } | null = null;
  at_s.forEach((at, point) => {
    const mine = own[point] ?? 0;
    const gbps = mine + (fetched[point] ?? 0);
    if (gbps > (found?.gbps ?? 0)) found = { at_s: at, gbps, hit: mine / gbps };
  });
  return found;
}

/** What was brought in all, and what viewers got on average while it was brought; null when nothing was. */
export function fill_of({ at_s, own, fetched, filled }: Nights): {
  readonly gb: number;
  readonly watched_gbps: number;
} | null {
  let gb = 0;
  let watched = 0;
  at_s.forEach((at, point) => {
    const came = ((filled[point] ?? 0) * (at - (at_s[point - 1] ?? 0))) / 8;
    gb += came;
    watched += came * ((own[point] ?? 0) + (fetched[point] ?? 0));
  });
  return gb > 0 ? { gb, watched_gbps: watched / gb } : null;
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

/** Who calls whom: the map of all calls at one time, as rows of callers and columns of callees. Pure. */

import type { Series } from "../live/frames";
import { taken_in, type TimeWindow } from "./window";

export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** What the cells of the map say. */
export type CallMeasure = "rate" | "errors" | "latency";

export interface CallCell {
  readonly rate_per_s: number;
  /** Share of the calls that came back with an error or were given up. */
  readonly failing: number;
  readonly p99_s: number | null;
}

export interface CallMap {
  readonly callers: readonly string[];
  readonly callees: readonly string[];
  cell(from: string, to: string): CallCell | null;
}

/** The map in a window of time; connections of the drawing that the run does not know are left out. */
export function call_map(series: Series, window: TimeWindow, ends_of: (id: string) => Ends | null): CallMap {
  const cells = new Map<string, CallCell>();
  const callers = new Set<string>();
  const callees = new Set<string>();
  for (const id of series.layout.connections) {
    const ends = ends_of(id);
    if (ends === null) continue;
    callers.add(ends.from);
    callees.add(ends.to);
    const key = `${ends.from} ${ends.to}`;
    cells.set(key, joined(cells.get(key), cell_of(series, window, id)));
  }
  return { callers: [...callers], callees: [...callees], cell: (from, to) => cells.get(`${from} ${to}`) ?? null };
}

function cell_of(series: Series, window: TimeWindow, id: string): CallCell {
  const read = (metric: string): number | null => taken_in(series, window, { of: "connection", id }, metric).value;
  const rate_per_s = read("calls_per_s") ?? 0;
  const failed = (read("errors_per_s") ?? 0) + (read("timeouts_per_s") ?? 0);
  return { rate_per_s, failing: rate_per_s > 0 ? Math.min(1, failed / rate_per_s) : 0, p99_s: read("latency_s_p99") };
}

/** Two connections between the same two are one cell: rates add up, the slower p99 is told. */
function joined(one: CallCell | undefined, other: CallCell): CallCell {
  if (one === undefined) return other;
  const rate_per_s = one.rate_per_s + other.rate_per_s;
  const failed = one.failing * one.rate_per_s + other.failing * other.rate_per_s;
  const slowest = Math.max(one.p99_s ?? 0, other.p99_s ?? 0);
  return {
    rate_per_s,
    failing: rate_per_s > 0 ? failed / rate_per_s : 0,
    p99_s: one.p99_s === null && other.p99_s === null ? null : slowest,
  };
}

export const LEVELS = 5;

/** How deep a cell is coloured, 0 for nothing to tell: on a logarithmic scale up to the largest of the map. */
export function level_of(value: number | null, largest: number): number {
  if (value === null || value <= 0 || largest <= 0) return 0;
  const decades = Math.log10(largest / value);
  return Math.max(1, Math.min(LEVELS, Math.round(LEVELS - decades * 2)));
}

export function value_of(cell: CallCell, measure: CallMeasure): number | null {
  if (measure === "rate") return cell.rate_per_s;
  return measure === "errors" ? cell.failing : cell.p99_s;
}

/** Error budgets: what an objective allows to fail, what has failed so far, and how fast the rest goes. Pure. */

import type { ObjectiveEntry } from "../design/document";
import { reader_of, type Series, type Subject } from "../live/frames";

/** An objective that allows a share of requests to fail. */
export interface Allowance {
  /** What it is about; empty for all requests. */
  readonly of: string;
  /** The share of requests that may fail. */
  readonly allowed: number;
  /** Nobody has written it down: it is taken for one where there is none. */
  readonly is_assumed: boolean;
}

/** How a budget stands at one moment. */
export interface Standing {
  readonly clock_s: number;
  /** Of what may fail for all requests of the run so far: 1 is untouched, below 0 is overdrawn. */
  readonly left: number;
  /** How many times faster than allowed it went in the last minute; null when nothing ended in it. */
  readonly burn: number | null;
}

const USUAL = 0.001;
const BURN_S = 60;

/** Ratios that are written as percentages, such as "0.1 %". */
function ratio_of(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  const found = /^\s*([\d.]+)\s*(%?)\s*$/.exec(value);
  return found === null ? null : Number(found[1]) / (found[2] === "%" ? 100 : 1);
}

/** What the objectives of a design allow; where none does, one request in a thousand, which is said to be assumed. */
export function allowances(objectives: readonly ObjectiveEntry[]): readonly Allowance[] {
  const found = objectives.flatMap((each): readonly Allowance[] => {
    const most = each["metric"] === "error_ratio" ? ratio_of(each["at_most"]) : null;
    const least = each["metric"] === "ok_ratio" ? ratio_of(each["at_least"]) : null;
    const allowed = most ?? (least === null ? null : 1 - least);
    return allowed === null || allowed <= 0 ? [] : [{ of: each.of, allowed, is_assumed: false }];
  });
  return found.length > 0 ? found : [{ of: "", allowed: USUAL, is_assumed: true }];
}

interface Counted {
  readonly clock_s: number;
  readonly ended: number;
  readonly failed: number;
}

/** How a budget stood after each frame; nothing where no request has ended yet. */
export function standings(series: Series, allowance: Allowance): readonly Standing[] {
  const read = counter(series, allowance.of);
  const counted: Counted[] = [];
  let [ended, failed, first] = [0, 0, 0];
  return series.frames.flatMap((frame): readonly Standing[] => {
    const [good, bad] = read(frame);
    ended += (good + bad) * series.layout.frame_s;
    failed += bad * series.layout.frame_s;
    counted.push({ clock_s: frame.clock_s, ended, failed });
    while ((counted[first]?.clock_s ?? 0) < frame.clock_s - BURN_S) first += 1;
    if (ended <= 0) return [];
    const before = counted[first - 1] ?? { ended: 0, failed: 0 };
    const lately = ended - before.ended;
    const burn = lately > 0 ? (failed - before.failed) / lately / allowance.allowed : null;
    return [{ clock_s: frame.clock_s, left: 1 - failed / (ended * allowance.allowed), burn }];
  });
}

type Count = readonly [good: number, bad: number];

/** Good and bad a second: of a component that the frames know, else of all requests. */
function counter(series: Series, of: string): (frame: Series["frames"][number]) => Count {
  const is_component = series.layout.components.includes(of);
  const subject: Subject = is_component ? { of: "component", id: of } : { of: "totals" };
  const names = is_component ? [["rate_per_s"], ["errors_per_s"]] : [["ok_per_s"], ["error_per_s", "shed_per_s"]];
  const [good = [], bad = []] = names.map((metrics) => metrics.map((name) => reader_of(series.layout, subject, name)));
  const sum = (readers: typeof good, frame: Series["frames"][number]): number =>
    readers.reduce((total, read) => total + (read(frame) ?? 0), 0);
  return (frame) => [sum(good, frame), sum(bad, frame)];
}

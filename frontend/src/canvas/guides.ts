/** Lines on which the edges and middles of what is moved meet those of its neighbours: pure. */

import type { Rect } from "./geometry";

/** A straight line: `at` on its own axis, between two points of the other. */
export interface Guide {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** How much farther to move so that lines meet, and the lines that do then. */
export interface Snap {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** The step of at most `within` that brings `moving` onto lines of its neighbours, on each axis by itself. */
export function snap_to(moving: Rect, neighbours: readonly Rect[], within: number): Snap {
  const dx = nearest_step(lines(moving, "x"), neighbours, "x", within);
  const dy = nearest_step(lines(moving, "y"), neighbours, "y", within);
  const there = { ...moving, x: moving.x + (dx ?? 0), y: moving.y + (dy ?? 0) };
  return {
    dx: dx ?? 0,
    dy: dy ?? 0,
    guides: [
      ...(dx === null ? [] : guides_of(there, neighbours, "x")),
      ...(dy === null ? [] : guides_of(there, neighbours, "y")),
    ],
  };
}

/** Both edges and the middle. */
function lines(rect: Rect, axis: "x" | "y"): readonly number[] {
  const [start, size] = axis === "x" ? [rect.x, rect.width] : [rect.y, rect.height];
  return [start, start + size / 2, start + size];
}

function nearest_step(
  own: readonly number[],
  neighbours: readonly Rect[],
  axis: "x" | "y",
  within: number,
): number | null {
  let best: number | null = null;
  for (const neighbour of neighbours) {
    for (const theirs of lines(neighbour, axis)) {
      for (const mine of own) {
        const step = theirs - mine;
        if (Math.abs(step) <= within && (best === null || Math.abs(step) < Math.abs(best))) best = step;
      }
    }
  }
  return best;
}

function guides_of(there: Rect, neighbours: readonly Rect[], axis: "x" | "y"): readonly Guide[] {
  return lines(there, axis).flatMap((at) => {
    const met = neighbours.filter((neighbour) => lines(neighbour, axis).some((line) => Math.abs(line - at) < 0.01));
    if (met.length === 0) return [];
    const ends = [there, ...met].flatMap((rect) =>
      axis === "x" ? [rect.y, rect.y + rect.height] : [rect.x, rect.x + rect.width],
    );
    return [{ axis, at, from: Math.min(...ends), to: Math.max(...ends) }];
  });
}

/** Walking along a curve at an even pace. */

import { point_on, type Curve, type Point } from "./geometry";

const PARTS = 16;

/** How long a curve is up to each of its parts; measured once for every curve. */
interface Measured {
  readonly length: number;
  readonly reached: Float64Array;
}

const measured_curves = new WeakMap<Curve, Measured>();

function measured(curve: Curve): Measured {
  const known = measured_curves.get(curve);
  if (known !== undefined) return known;
  const reached = new Float64Array(PARTS + 1);
  let before = point_on(curve, 0);
  for (let part = 1; part <= PARTS; part += 1) {
    const here = point_on(curve, part / PARTS);
    reached[part] = (reached[part - 1] ?? 0) + Math.hypot(here.x - before.x, here.y - before.y);
    before = here;
  }
  const fresh = { length: reached[PARTS] ?? 0, reached };
  measured_curves.set(curve, fresh);
  return fresh;
}

/** The length of a curve in world units. */
export function length_of(curve: Curve): number {
  return measured(curve).length;
}

/** The point after `distance` along the curve, in world units. */
export function point_after(curve: Curve, distance: number): Point {
  const { reached } = measured(curve);
  let part = 1;
  while (part < PARTS && (reached[part] ?? 0) < distance) part += 1;
  const from = reached[part - 1] ?? 0;
  const step = (reached[part] ?? 0) - from;
  const share = step === 0 ? 0 : (distance - from) / step;
  return point_on(curve, Math.min(1, (part - 1 + share) / PARTS));
}

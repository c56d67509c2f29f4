/** Paints the live state of connections under the drawing: width by rate, moving marks, crosses, cuts. */

import { heading_on, point_on, type Curve } from "./geometry";
import type { Ink } from "./ink";
import type { ArrowNumbers } from "./live_view";
import { paint_cross } from "./paint_cards";

const CLASSES = 7;
const CLASSES_PER_DECADE = 1.6;

/** Arrows of about the same rate are drawn in one stroke; 900 arrows cost a dozen strokes. */
interface Bundle {
  readonly lines: Path2D;
  readonly retries: Path2D;
  has_lines: boolean;
  has_retries: boolean;
}

/** The class of a rate, -1 for none: 0 below 1.7/s, one more with every factor of about four. */
export function rate_class(calls_per_s: number): number {
  if (calls_per_s < 0.02) return -1;
  return Math.min(CLASSES - 1, Math.floor(Math.log10(1 + calls_per_s) * CLASSES_PER_DECADE));
}

export function arrow_width(rate: number): number {
  return 2 + rate * 0.9;
}

export function paint_arrows(
  pen: CanvasRenderingContext2D,
  curves: ReadonlyMap<string, Curve>,
  numbers: ReadonlyMap<string, ArrowNumbers>,
  ink: Ink,
  moved_s: number,
): void {
  const bundles = bundle(curves, numbers);
  pen.lineCap = "round";
  bundles.forEach((each, rate) => {
    paint_lines(pen, each, rate, ink);
    paint_marks(pen, each, rate, ink, moved_s);
  });
  pen.setLineDash([]);
}

function bundle(curves: ReadonlyMap<string, Curve>, numbers: ReadonlyMap<string, ArrowNumbers>): readonly Bundle[] {
  const bundles = Array.from({ length: CLASSES }, () => ({ lines: new Path2D(), retries: new Path2D(), has_lines: false, has_retries: false }));
  for (const [id, arrow] of numbers) {
    const curve = curves.get(id);
    const each = bundles[rate_class(arrow.calls_per_s)];
    if (curve === undefined || each === undefined || arrow.is_cut) continue;
    const retries = arrow.retries_per_s > 0.01 * arrow.calls_per_s && arrow.retries_per_s > 0.02;
    trace(retries ? each.retries : each.lines, curve);
    if (retries) each.has_retries = true;
    else each.has_lines = true;
  }
  return bundles;
}

function trace(path: Path2D, { from, bend_from, bend_to, to }: Curve): void {
  path.moveTo(from.x, from.y);
  path.bezierCurveTo(bend_from.x, bend_from.y, bend_to.x, bend_to.y, to.x, to.y);
}

function paint_lines(pen: CanvasRenderingContext2D, each: Bundle, rate: number, ink: Ink): void {
  pen.setLineDash([]);
  pen.globalAlpha = 0.3;
  pen.strokeStyle = ink.load;
  pen.lineWidth = arrow_width(rate) + 1.5;
  if (each.has_lines) pen.stroke(each.lines);
  if (each.has_retries) pen.stroke(each.retries);
  pen.globalAlpha = 1;
}

/** Marks move at a pace that can be read; a retried call is a pair of marks. */
function paint_marks(pen: CanvasRenderingContext2D, each: Bundle, rate: number, ink: Ink, moved_s: number): void {
  const size = arrow_width(rate) + 1;
  const spacing = 46 - rate * 4;
  const pace = 26 + rate * 9;
  pen.lineWidth = size;
  pen.strokeStyle = ink.accent;
  pen.lineDashOffset = -moved_s * pace;
  if (each.has_lines) {
    pen.setLineDash([0.01, spacing]);
    pen.stroke(each.lines);
  }
  if (each.has_retries) {
    pen.strokeStyle = ink.busy;
    pen.setLineDash([0.01, size * 1.7, 0.01, spacing - size * 1.7]);
    pen.stroke(each.retries);
  }
}

/** What lies over the drawing: crosses where calls fail, and the gap of a cut. */
export function paint_troubles(
  pen: CanvasRenderingContext2D,
  curves: ReadonlyMap<string, Curve>,
  numbers: ReadonlyMap<string, ArrowNumbers>,
  ink: Ink,
): void {
  for (const [id, arrow] of numbers) {
    const curve = curves.get(id);
    if (curve === undefined) continue;
    if (arrow.is_cut) paint_cut(pen, curve, ink);
    else if (arrow.errors_per_s + arrow.timeouts_per_s >= 0.05) paint_failures(pen, curve, arrow, ink);
  }
}

function paint_failures(pen: CanvasRenderingContext2D, curve: Curve, arrow: ArrowNumbers, ink: Ink): void {
  const share = (arrow.errors_per_s + arrow.timeouts_per_s) / Math.max(arrow.calls_per_s, 0.001);
  const places = share > 0.5 ? [0.36, 0.5, 0.64] : share > 0.05 ? [0.44, 0.56] : [0.5];
  for (const t of places) {
    const at = point_on(curve, t);
    paint_cross(pen, at, 5, 5.5, ink.paper);
    paint_cross(pen, at, 5, 2.4, ink.danger);
  }
}

/** Takes the middle out of the line and sets a bar at either side of the gap. */
function paint_cut(pen: CanvasRenderingContext2D, curve: Curve, ink: Ink): void {
  const middle = point_on(curve, 0.5);
  const heading = heading_on(curve, 0.5);
  pen.save();
  pen.translate(middle.x, middle.y);
  pen.rotate(heading);
  pen.fillStyle = ink.paper;
  pen.fillRect(-10, -8, 20, 16);
  pen.fillStyle = ink.danger;
  pen.fillRect(-12, -8, 3, 16);
  pen.fillRect(9, -8, 3, 16);
  pen.restore();
}

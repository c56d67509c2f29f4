/** Paints the live state of connections: width by rate, moving marks, crosses, cuts. */

import { length_of, point_after } from "./along";
import { curve_bounds, heading_on, overlaps, point_on, type Curve, type Rect } from "./geometry";
import type { Ink } from "./ink";
import type { ArrowNumbers } from "./live_view";
import { paint_cross } from "./paint_cards";

const CLASSES = 7;
const CLASSES_PER_DECADE = 1.6;
const TROUBLE_FROM_PER_S = 0.05;

/** The arrows that a view shows, and how long their marks have travelled; null leaves marks out. */
export interface ArrowScene {
  readonly curves: ReadonlyMap<string, Curve>;
  readonly numbers: ReadonlyMap<string, ArrowNumbers>;
  /** Connections that stand in for others: their marks are hollow. */
  readonly fallbacks: ReadonlySet<string>;
  readonly seen: Rect;
  readonly moved_s: number | null;
}

interface LiveArrow {
  readonly curve: Curve;
  readonly is_retried: boolean;
  readonly is_fallback: boolean;
}

/** The class of a rate, -1 for none: 0 below 3/s, one more with every factor of about four. */
export function rate_class(calls_per_s: number): number {
  if (calls_per_s < 0.02) return -1;
  return Math.min(CLASSES - 1, Math.floor(Math.log10(1 + calls_per_s) * CLASSES_PER_DECADE));
}

/** The width of a line in world units. */
export function arrow_width(rate: number): number {
  return 2 + rate * 0.9;
}

/** Lines of one class share a stroke, so that hundreds of arrows cost a few strokes. */
export function paint_arrows(pen: CanvasRenderingContext2D, scene: ArrowScene, ink: Ink): void {
  by_class(scene).forEach((arrows, rate) => {
    if (arrows.length === 0) return;
    paint_lines(pen, arrows, rate, ink);
    if (scene.moved_s !== null) paint_marks(pen, arrows, rate, ink, scene.moved_s);
  });
}

function by_class({ curves, numbers, fallbacks, seen }: ArrowScene): readonly (readonly LiveArrow[])[] {
  const classes: LiveArrow[][] = Array.from({ length: CLASSES }, () => []);
  for (const [id, arrow] of numbers) {
    const curve = curves.get(id);
    const arrows = classes[rate_class(arrow.calls_per_s)];
    if (curve === undefined || arrows === undefined || arrow.is_cut || !overlaps(seen, curve_bounds(curve))) continue;
    const is_retried = arrow.retries_per_s > 0.01 * arrow.calls_per_s && arrow.retries_per_s > 0.02;
    arrows.push({ curve, is_retried, is_fallback: fallbacks.has(id) });
  }
  return classes;
}

function paint_lines(pen: CanvasRenderingContext2D, arrows: readonly LiveArrow[], rate: number, ink: Ink): void {
  pen.globalAlpha = 0.3;
  pen.strokeStyle = ink.load;
  pen.lineWidth = arrow_width(rate) + 1.5;
  pen.lineCap = "butt";
  pen.beginPath();
  for (const { curve } of arrows) {
    const { from, bend_from, bend_to, to } = curve;
    pen.moveTo(from.x, from.y);
    pen.bezierCurveTo(bend_from.x, bend_from.y, bend_to.x, bend_to.y, to.x, to.y);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

/** Marks move at a pace that can be read; a retried call is a pair of marks. Squares cost a tenth of round dashes. */
function paint_marks(
  pen: CanvasRenderingContext2D,
  arrows: readonly LiveArrow[],
  rate: number,
  ink: Ink,
  moved_s: number,
): void {
  const size = arrow_width(rate) + 1;
  const spacing = 46 - rate * 4;
  const start = (moved_s * (26 + rate * 9)) % spacing;
  for (const { curve, is_retried, is_fallback } of arrows) {
    pen.fillStyle = pen.strokeStyle = is_retried ? ink.busy : ink.accent;
    const paint = is_fallback ? paint_hollow_mark : paint_mark;
    const length = length_of(curve);
    for (let distance = start; distance < length; distance += spacing) {
      paint(pen, curve, distance, size);
      if (is_retried && distance + size * 1.6 < length) paint(pen, curve, distance + size * 1.6, size);
    }
  }
}

function paint_mark(pen: CanvasRenderingContext2D, curve: Curve, distance: number, size: number): void {
  const { x, y } = point_after(curve, distance);
  pen.fillRect(x - size / 2, y - size / 2, size, size);
}

/** A call to whoever stands in for somebody else. */
function paint_hollow_mark(pen: CanvasRenderingContext2D, curve: Curve, distance: number, size: number): void {
  const { x, y } = point_after(curve, distance);
  const reach = size * 0.8;
  pen.lineWidth = 1.8;
  pen.strokeRect(x - reach, y - reach, 2 * reach, 2 * reach);
}

/** What lies over the drawing: switches of circuit breakers, crosses where calls fail, and the gap of a cut. */
export function paint_troubles(pen: CanvasRenderingContext2D, { curves, numbers, seen }: ArrowScene, ink: Ink): void {
  for (const [id, arrow] of numbers) {
    const curve = curves.get(id);
    if (curve === undefined || !overlaps(seen, curve_bounds(curve))) continue;
    if (arrow.breaker !== null) paint_breaker(pen, curve, arrow.breaker, ink);
    if (arrow.is_cut) paint_cut(pen, curve, ink);
    else if (arrow.errors_per_s + arrow.timeouts_per_s >= TROUBLE_FROM_PER_S) paint_failures(pen, curve, arrow, ink);
  }
}

function paint_failures(pen: CanvasRenderingContext2D, curve: Curve, arrow: ArrowNumbers, ink: Ink): void {
  const share = (arrow.errors_per_s + arrow.timeouts_per_s) / Math.max(arrow.calls_per_s, 0.001);
  const middle = arrow.breaker === null ? 0.5 : 0.72;
  const places = share > 0.5 ? [-0.14, 0, 0.14] : share > 0.05 ? [-0.06, 0.06] : [0];
  for (const apart of places) {
    const at = point_on(curve, middle + apart);
    paint_cross(pen, at, 5, 5.5, ink.paper);
    paint_cross(pen, at, 5, 2.4, ink.danger);
  }
}

/** Takes the middle out of the line and sets a bar at either side of the gap. */
function paint_cut(pen: CanvasRenderingContext2D, curve: Curve, ink: Ink): void {
  const middle = point_on(curve, 0.5);
  pen.save();
  pen.translate(middle.x, middle.y);
  pen.rotate(heading_on(curve, 0.5));
  pen.fillStyle = ink.paper;
  pen.fillRect(-10, -8, 20, 16);
  pen.fillStyle = ink.danger;
  pen.fillRect(-12, -8, 3, 16);
  pen.fillRect(9, -8, 3, 16);
  pen.restore();
}

/** How far along its line a breaker stands: clear of the crosses and of the tip. */
const BREAKER_AT = 0.22;
/** Nor does it touch the card that it starts from. */
const BREAKER_FROM_PX = 14;
const CONTACT_PX = 7;
/** The blade of the switch: flat when closed, up and away when open, near its contact when half open. */
const BLADE_TURNS = { closed: 0, open: -Math.PI / 4, half_open: -Math.PI / 9 };

/** A switch in the line. Its blade tells the state by shape; the colour only says it again. */
function paint_breaker(
  pen: CanvasRenderingContext2D,
  curve: Curve,
  state: NonNullable<ArrowNumbers["breaker"]>,
  ink: Ink,
): void {
  const t = Math.min(0.4, Math.max(BREAKER_AT, BREAKER_FROM_PX / length_of(curve)));
  const middle = point_on(curve, t);
  const colour = { closed: ink.good, open: ink.danger, half_open: ink.busy }[state];
  pen.save();
  pen.translate(middle.x, middle.y);
  pen.rotate(heading_on(curve, t));
  pen.fillStyle = ink.paper;
  pen.fillRect(-CONTACT_PX - 2, -CONTACT_PX - 6, 2 * CONTACT_PX + 4, CONTACT_PX + 11);
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = 2.4;
  for (const x of [-CONTACT_PX, CONTACT_PX]) {
    pen.beginPath();
    pen.arc(x, 0, 2.6, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.translate(-CONTACT_PX, 0);
  pen.rotate(BLADE_TURNS[state]);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(state === "closed" ? 2 * CONTACT_PX : 2 * CONTACT_PX + 1, 0);
  pen.stroke();
  pen.restore();
}

/** Expected values, painted before any run: muted, each with "≈", in outlines where measured values are filled. */

import { connection_text, ghost_lines, overload_text, type Expected, type ExpectedComponent } from "../design/estimate";
import { CARD_HEIGHT, CARD_WIDTH, overlaps, point_on, type Curve, type Point, type Rect } from "./geometry";
import { FONT_FAMILY, type Ink } from "./ink";
import { text_size, type SeenCard } from "./paint_cards";

const DOUBTED_ALPHA = 0.5;
const INSET = 3.5;
const TICK = 6;

/** What is painted of an expectation: `named` are the connections that are pointed at or chosen. */
export interface GhostScene {
  readonly expected: Expected;
  readonly cards: readonly SeenCard[];
  readonly curves: ReadonlyMap<string, Curve>;
  readonly named: ReadonlySet<string>;
  readonly seen: Rect;
  readonly scale: number;
  readonly is_far: boolean;
}

export function paint_ghosts(pen: CanvasRenderingContext2D, ghosts: GhostScene, ink: Ink): void {
  const { estimate, doubt } = ghosts.expected;
  pen.save();
  pen.globalAlpha = doubt === "" ? 1 : DOUBTED_ALPHA;
  for (const { id, at } of ghosts.cards) {
    const expected = estimate.components[id];
    if (expected !== undefined) paint_card(pen, at, expected, ghosts, ink);
  }
  for (const id of ghosts.named) {
    const [curve, expected] = [ghosts.curves.get(id), estimate.connections[id]];
    if (curve === undefined || expected === undefined) continue;
    const middle = point_on(curve, 0.5);
    if (overlaps(ghosts.seen, { ...middle, width: 1, height: 1 }))
      paint_pill(pen, middle, connection_text(expected), ink.ink, ghosts.scale, ink);
  }
  pen.restore();
}

function paint_card(
  pen: CanvasRenderingContext2D,
  at: Point,
  expected: ExpectedComponent,
  { scale, is_far }: GhostScene,
  ink: Ink,
): void {
  if (expected.utilisation !== null) paint_level(pen, at, expected.utilisation, scale, ink);
  if (is_far) {
    if (expected.overloaded) paint_warning(pen, { x: at.x + CARD_WIDTH - 28, y: at.y + 24 }, 16, ink);
    return;
  }
  const lines = ghost_lines(expected);
  if (lines.length > 0) paint_line(pen, at, lines, scale, ink);
  const overload = overload_text(expected);
  if (overload !== "") paint_pill(pen, { x: at.x + CARD_WIDTH - 50, y: at.y - 5 }, overload, ink.danger, scale, ink);
}

/** The expected level as two dashed gauges at the sides: an outline all around would strike through the words. */
function paint_level(pen: CanvasRenderingContext2D, at: Point, utilisation: number, scale: number, ink: Ink): void {
  const top = at.y + INSET + (CARD_HEIGHT - 2 * INSET) * (1 - Math.min(1, utilisation));
  const bottom = at.y + CARD_HEIGHT - INSET;
  pen.strokeStyle = ink.load;
  pen.lineWidth = Math.max(1.2, 1 / scale);
  pen.setLineDash([3, 3]);
  pen.beginPath();
  for (const side of [at.x + INSET, at.x + CARD_WIDTH - INSET]) {
    pen.moveTo(side, bottom);
    pen.lineTo(side, top);
  }
  pen.stroke();
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(at.x + INSET - 1, top);
  pen.lineTo(at.x + INSET + TICK, top);
  pen.moveTo(at.x + CARD_WIDTH - INSET + 1, top);
  pen.lineTo(at.x + CARD_WIDTH - INSET - TICK, top);
  pen.stroke();
}

function paint_line(
  pen: CanvasRenderingContext2D,
  at: Point,
  lines: readonly string[],
  scale: number,
  ink: Ink,
): void {
  pen.font = `400 ${text_size(scale, 13)}px ${FONT_FAMILY}`;
  pen.fillStyle = ink.ink_muted;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  const room = CARD_WIDTH - 18;
  const line = lines.find((candidate) => pen.measureText(candidate).width <= room) ?? lines.at(-1) ?? "";
  pen.fillText(line, at.x + 10, at.y + CARD_HEIGHT - 10);
}

/** A text in a dashed frame around a point. Measured troubles are filled, expected ones are not. */
function paint_pill(
  pen: CanvasRenderingContext2D,
  middle: Point,
  text: string,
  colour: string,
  scale: number,
  ink: Ink,
): void {
  const size = text_size(scale, 12);
  pen.font = `500 ${size}px ${FONT_FAMILY}`;
  const width = pen.measureText(text).width + 14;
  const height = size + 8;
  pen.beginPath();
  pen.roundRect(middle.x - width / 2, middle.y - height / 2, width, height, height / 2);
  pen.fillStyle = ink.surface;
  pen.fill();
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.setLineDash([3, 2]);
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = colour;
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  pen.fillText(text, middle.x, middle.y + size * 0.35);
}

/** From far away expected overload is a triangle with nothing in it; a measured error is a cross. */
function paint_warning(pen: CanvasRenderingContext2D, at: Point, reach: number, ink: Ink): void {
  pen.strokeStyle = ink.danger;
  pen.lineWidth = 5;
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(at.x, at.y - reach);
  pen.lineTo(at.x + reach, at.y + reach * 0.75);
  pen.lineTo(at.x - reach, at.y + reach * 0.75);
  pen.closePath();
  pen.stroke();
}

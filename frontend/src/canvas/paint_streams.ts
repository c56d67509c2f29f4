/** Paints what streams carry: width by Gbit/s, marks that go where the bytes go, and the figure beside the line. */

import { flow_text } from "../design/figures";
import { length_of, point_after } from "./along";
import { curve_bounds, overlaps, point_on, type Curve } from "./geometry";
import { FONT_FAMILY, type Ink } from "./ink";
import type { ArrowScene } from "./paint_arrows";
import { text_size } from "./paint_cards";

/** Less than this is nothing. */
const LEAST_GBPS = 0.0005;
const SPACING = 30;
const PACE = 34;
/** What a label leaves free of its line at either side. */
const CLEAR = 7;

interface Stream {
  readonly curve: Curve;
  readonly gbps: number;
}

/** The width of a stream in world units: a little more with every factor of ten, so that it changes steadily. */
export function stream_width(gbps: number): number {
  return gbps < LEAST_GBPS ? 0 : 3 + 2.6 * Math.log10(1 + gbps * 100);
}

/** Bytes flow against the arrow: from who sends them to who asked. */
export function paint_streams(pen: CanvasRenderingContext2D, scene: ArrowScene, ink: Ink): void {
  const streams = seen_streams(scene).filter(({ gbps }) => gbps >= LEAST_GBPS);
  if (streams.length === 0) return;
  pen.lineCap = "butt";
  pen.strokeStyle = ink.load;
  pen.fillStyle = ink.accent;
  for (const { curve, gbps } of streams) {
    const { from, bend_from, bend_to, to } = curve;
    const width = stream_width(gbps);
    pen.globalAlpha = 0.42;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.bezierCurveTo(bend_from.x, bend_from.y, bend_to.x, bend_to.y, to.x, to.y);
    pen.stroke();
    pen.globalAlpha = 1;
    if (scene.moved_s !== null) paint_marks(pen, curve, width * 0.55, scene.moved_s);
  }
}

function paint_marks(pen: CanvasRenderingContext2D, curve: Curve, size: number, moved_s: number): void {
  const length = length_of(curve);
  for (let gone = (moved_s * PACE) % SPACING; gone < length; gone += SPACING) {
    const { x, y } = point_after(curve, length - gone);
    pen.fillRect(x - size / 2, y - size / 2, size, size);
  }
}

/** The figure in the middle of a stream, where there is room for it; the width tells it everywhere. */
export function paint_stream_labels(
  pen: CanvasRenderingContext2D,
  scene: ArrowScene,
  ink: Ink,
  scale: number,
): void {
  const size = text_size(scale, 12);
  pen.font = `500 ${size}px ${FONT_FAMILY}`;
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  for (const { curve, gbps } of seen_streams(scene)) {
    const text = flow_text(gbps);
    const width = pen.measureText(text).width + 2 * CLEAR;
    if (gbps < LEAST_GBPS || length_of(curve) < width) continue;
    const { x, y } = point_on(curve, 0.5);
    pen.fillStyle = ink.paper;
    pen.globalAlpha = 0.88;
    pen.beginPath();
    pen.roundRect(x - width / 2 + 2, y - size * 0.75, width - 4, size * 1.5, size * 0.75);
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = ink.ink;
    pen.fillText(text, x, y + size * 0.35);
  }
}

function seen_streams({ curves, numbers, seen }: ArrowScene): readonly Stream[] {
  return [...numbers].flatMap(([id, { gbps }]) => {
    const curve = curves.get(id);
    return gbps === null || curve === undefined || !overlaps(seen, curve_bounds(curve)) ? [] : [{ curve, gbps }];
  });
}

/** Where things lie on the canvas, in world units: pure. */

import {
  components_of,
  connections_of,
  notes_of,
  places_of,
  type Component,
  type DesignDocument,
  type Note,
  type Place,
} from "../design/document";

export const CARD_WIDTH = 168;
export const CARD_HEIGHT = 72;
const SIDE_STEP = 14;
const PLACE_PADDING = 22;
const PLACE_HEAD = 24;
export const NOTE_WIDTH = 200;
export const NOTE_LINE = 18;
export const NOTE_PADDING = 12;
/** So many letters fit into a line of a note, wide ones included. */
const NOTE_LETTERS = 24;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cubic curve from the edge of one card to the edge of another. */
export interface Curve {
  readonly from: Point;
  readonly bend_from: Point;
  readonly bend_to: Point;
  readonly to: Point;
}

type Side = "left" | "right" | "top" | "bottom";

export function card_rect(component: Component): Rect {
  const [x, y] = component.position ?? [0, 0];
  return { x, y, width: CARD_WIDTH, height: CARD_HEIGHT };
}

export function centre_of(rect: Rect): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

export function contains(rect: Rect, point: Point): boolean {
  return point.x >= rect.x && point.x <= rect.x + rect.width && point.y >= rect.y && point.y <= rect.y + rect.height;
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The smallest rectangle around all; null when there are none. */
export function bounds(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const left = Math.min(...rects.map((rect) => rect.x));
  const top = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The rectangle of every place that holds something: around its components and the places within it. */
export function place_rects(document: DesignDocument): ReadonlyMap<string, Rect> {
  const rects = new Map<string, Rect>();
  for (const place of places_of(document)) measure_place(document, place, rects, new Set());
  return rects;
}

function measure_place(
  document: DesignDocument,
  place: Place,
  rects: Map<string, Rect>,
  open: Set<string>,
): Rect | null {
  const known = rects.get(place.id);
  if (known !== undefined || open.has(place.id)) return known ?? null;
  open.add(place.id);
  const cards = components_of(document)
    .filter((component) => component.place === place.id)
    .map(card_rect);
  const inner = places_of(document)
    .filter((other) => other.within === place.id)
    .flatMap((other) => measure_place(document, other, rects, open) ?? []);
  const around = bounds([...cards, ...inner]);
  const padded = around === null ? [] : [with_padding(around)];
  const rect = bounds([...padded, ...own_box(place)]);
  if (rect !== null) rects.set(place.id, rect);
  return rect;
}

function with_padding(around: Rect): Rect {
  return {
    x: around.x - PLACE_PADDING,
    y: around.y - PLACE_PADDING - PLACE_HEAD,
    width: around.width + 2 * PLACE_PADDING,
    height: around.height + 2 * PLACE_PADDING + PLACE_HEAD,
  };
}

function own_box({ position, size }: Place): readonly Rect[] {
  return position && size ? [{ x: position[0], y: position[1], width: size[0], height: size[1] }] : [];
}

/** The lines of a note, broken between words where they can be. */
export function note_lines({ text }: Note): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines = [""];
    for (const word of paragraph.split(" ").flatMap(pieces)) {
      const last = lines.at(-1) ?? "";
      if (last !== "" && last.length + 1 + word.length > NOTE_LETTERS) lines.push(word);
      else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
    }
    return lines;
  });
}

function pieces(word: string): readonly string[] {
  return word.match(new RegExp(`.{1,${NOTE_LETTERS}}`, "gu")) ?? [""];
}

export function note_rect(note: Note): Rect {
  const [x, y] = note.position ?? [0, 0];
  return { x, y, width: NOTE_WIDTH, height: note_lines(note).length * NOTE_LINE + 2 * NOTE_PADDING };
}

/** Everything that is drawn of a design; null when it is empty. */
export function design_bounds(document: DesignDocument): Rect | null {
  const cards = components_of(document).map(card_rect);
  return bounds([...cards, ...place_rects(document).values(), ...notes_of(document).map(note_rect)]);
}

/** Where a connection meets a card: on which side of it, and how far from the middle of that side. */
interface End {
  readonly rect: Rect;
  readonly side: Side;
  readonly other: Point;
  offset: number;
}

/**
 * The curves of all connections. Ends that share a side of a card stand apart, in the order of where they lead. A place
 * may stand in for a component that is not drawn. Computed for each picture while things are dragged.
 */
export function connection_curves(
  document: DesignDocument,
  stand_ins: ReadonlyMap<string, string> = new Map(),
  boxes: ReadonlyMap<string, Rect> = new Map(),
): ReadonlyMap<string, Curve> {
  const cards = new Map(components_of(document).map((component) => [component.id, card_rect(component)]));
  for (const place of new Set(stand_ins.values())) {
    const box = boxes.get(place);
    if (box !== undefined) cards.set(place, box);
  }
  const pairs: (readonly [string, End, End])[] = [];
  const by_side = new Map<Rect, Map<Side, End[]>>();
  for (const connection of connections_of(document)) {
    const from = cards.get(stand_ins.get(connection.from) ?? connection.from);
    const to = cards.get(stand_ins.get(connection.to) ?? connection.to);
    if (from === undefined || to === undefined) continue;
    const [leaves, arrives] = sides_between(from, to);
    const out: End = { rect: from, side: leaves, other: centre_of(to), offset: 0 };
    const into: End = { rect: to, side: arrives, other: centre_of(from), offset: 0 };
    for (const end of [out, into]) side_of(by_side, end).push(end);
    pairs.push([connection.id, out, into]);
  }
  for (const sides of by_side.values()) for (const ends of sides.values()) spread(ends);
  return new Map(pairs.map(([id, out, into]) => [id, curve_between(anchor(out), out.side, anchor(into), into.side)]));
}

function sides_between(from: Rect, to: Rect): readonly [Side, Side] {
  const gap = 16;
  if (to.x >= from.x + from.width + gap) return ["right", "left"];
  if (to.y >= from.y + from.height) return ["bottom", "top"];
  if (to.y + to.height <= from.y) return ["top", "bottom"];
  return to.x > from.x ? ["right", "left"] : ["left", "right"];
}

/** The ends that share a side; each card has one rectangle here, which stands for it. */
function side_of(by_side: Map<Rect, Map<Side, End[]>>, { rect, side }: End): End[] {
  let sides = by_side.get(rect);
  if (sides === undefined) by_side.set(rect, (sides = new Map()));
  let ends = sides.get(side);
  if (ends === undefined) sides.set(side, (ends = []));
  return ends;
}

function spread(ends: End[]): void {
  if (ends.length < 2) return;
  const is_upright = ends[0]?.side === "left" || ends[0]?.side === "right";
  const room = (is_upright ? CARD_HEIGHT : CARD_WIDTH) - 20;
  const step = Math.min(SIDE_STEP, room / (ends.length - 1));
  ends.sort((a, b) => (is_upright ? a.other.y - b.other.y : a.other.x - b.other.x));
  ends.forEach((end, index) => (end.offset = (index - (ends.length - 1) / 2) * step));
}

function anchor({ rect, side, offset }: End): Point {
  const centre = centre_of(rect);
  if (side === "left") return { x: rect.x, y: centre.y + offset };
  if (side === "right") return { x: rect.x + rect.width, y: centre.y + offset };
  if (side === "top") return { x: centre.x + offset, y: rect.y };
  return { x: centre.x + offset, y: rect.y + rect.height };
}

const OUTWARD: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

/** A curve that leaves and arrives at right angles to the cards. */
export function curve_between(from: Point, leaves: Side, to: Point, arrives: Side): Curve {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const reach = Math.max(24, Math.min(140, distance * 0.42));
  const out = OUTWARD[leaves];
  const into = OUTWARD[arrives];
  return {
    from,
    bend_from: { x: from.x + out.x * reach, y: from.y + out.y * reach },
    bend_to: { x: to.x + into.x * reach, y: to.y + into.y * reach },
    to,
  };
}

/** A rectangle that holds the curve: that of its four points. */
export function curve_bounds({ from, bend_from, bend_to, to }: Curve): Rect {
  const x = Math.min(from.x, bend_from.x, bend_to.x, to.x);
  const y = Math.min(from.y, bend_from.y, bend_to.y, to.y);
  const right = Math.max(from.x, bend_from.x, bend_to.x, to.x);
  const bottom = Math.max(from.y, bend_from.y, bend_to.y, to.y);
  return { x, y, width: right - x, height: bottom - y };
}

/** The curve as the `d` of an SVG path. */
export function path_of(curve: Curve): string {
  const { from, bend_from, bend_to, to } = curve;
  return `M${from.x} ${from.y}C${bend_from.x} ${bend_from.y} ${bend_to.x} ${bend_to.y} ${to.x} ${to.y}`;
}

/** The point at `t` from 0 to 1 along a curve. */
export function point_on(curve: Curve, t: number): Point {
  const u = 1 - t;
  const a = u * u * u;
  const b = 3 * u * u * t;
  const c = 3 * u * t * t;
  const d = t * t * t;
  return {
    x: a * curve.from.x + b * curve.bend_from.x + c * curve.bend_to.x + d * curve.to.x,
    y: a * curve.from.y + b * curve.bend_from.y + c * curve.bend_to.y + d * curve.to.y,
  };
}

/** The direction of a curve at `t`, in radians. */
export function heading_on(curve: Curve, t: number): number {
  const before = point_on(curve, Math.max(0, t - 0.02));
  const after = point_on(curve, Math.min(1, t + 0.02));
  return Math.atan2(after.y - before.y, after.x - before.x);
}

/** A free spot near `wish` where a card overlaps no other. */
export function free_spot(document: DesignDocument, wish: Point): Point {
  const taken = components_of(document).map(card_rect);
  for (let ring = 0; ring < 40; ring += 1) {
    for (const [right, down] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [0, -1],
      [-1, 0],
      [1, 1],
      [-1, 1],
      [1, -1],
      [-1, -1],
    ] as const) {
      const spot = {
        x: wish.x + right * ring * 48,
        y: wish.y + down * ring * 48,
        width: CARD_WIDTH + 16,
        height: CARD_HEIGHT + 16,
      };
      if (!taken.some((rect) => overlaps(rect, spot))) return { x: spot.x, y: spot.y };
    }
  }
  return wish;
}

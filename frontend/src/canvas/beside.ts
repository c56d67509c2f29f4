/** Where a card stands beside something on the page without covering it: pure. */

import type { Point, Rect } from "./geometry";
import type { Size } from "./viewport";

const GAP = 12;
const EDGE = 8;

/** The first side with room, else within: at the foot of what it stands beside. */
export function spot_beside(anchor: Rect, card: Size, page: Size): Point {
  const middle_x = anchor.x + (anchor.width - card.width) / 2;
  const middle_y = anchor.y + Math.min(24, (anchor.height - card.height) / 2);
  const wishes: readonly Point[] = [
    { x: anchor.x + anchor.width + GAP, y: middle_y },
    { x: anchor.x - card.width - GAP, y: middle_y },
    { x: middle_x, y: anchor.y + anchor.height + GAP },
    { x: middle_x, y: anchor.y - card.height - GAP },
  ];
  const fits = ({ x, y }: Point, index: number): boolean =>
    index < 2
      ? x >= EDGE && x + card.width <= page.width - EDGE
      : y >= EDGE && y + card.height <= page.height - EDGE;
  const within = { x: middle_x, y: anchor.y + anchor.height - card.height - GAP };
  const { x, y } = wishes.find(fits) ?? within;
  return { x: clamped(x, page.width - card.width - EDGE), y: clamped(y, page.height - card.height - EDGE) };
}

function clamped(at: number, most: number): number {
  return Math.max(EDGE, Math.min(at, most));
}

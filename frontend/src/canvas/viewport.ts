/** What part of the world is seen: pure arithmetic on an offset and a scale. */

import type { Point, Rect } from "./geometry";

/** Screen = world * scale + offset, in CSS pixels from the upper left corner of the canvas. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const SMALLEST_SCALE = 0.06;
export const LARGEST_SCALE = 2.5;

export function to_world(view: Viewport, screen: Point): Point {
  return { x: (screen.x - view.x) / view.scale, y: (screen.y - view.y) / view.scale };
}

export function to_screen(view: Viewport, world: Point): Point {
  return { x: world.x * view.scale + view.x, y: world.y * view.scale + view.y };
}

export function panned(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Scales by `factor` so that the world point under `around` stays where it is. */
export function zoomed(view: Viewport, factor: number, around: Point): Viewport {
  const scale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, view.scale * factor));
  const world = to_world(view, around);
  return { x: around.x - world.x * scale, y: around.y - world.y * scale, scale };
}

/** Shows a whole rectangle in the middle, never larger than life unless `largest` says so. */
export function fitted(rect: Rect, size: Size, margin = 32, largest = 1): Viewport {
  const across = (size.width - 2 * margin) / Math.max(1, rect.width);
  const down = (size.height - 2 * margin) / Math.max(1, rect.height);
  const scale = Math.min(largest, Math.max(SMALLEST_SCALE, Math.min(across, down)));
  return {
    x: size.width / 2 - (rect.x + rect.width / 2) * scale,
    y: size.height / 2 - (rect.y + rect.height / 2) * scale,
    scale,
  };
}

/** The part of the world that a canvas of this size shows. */
export function seen_rect(view: Viewport, size: Size): Rect {
  const corner = to_world(view, { x: 0, y: 0 });
  return { ...corner, width: size.width / view.scale, height: size.height / view.scale };
}

/** Dragging with Shift over the paper adds every component that the rectangle touches to what is chosen. */

import type { Ref } from "../design/document";
import { card_rect, overlaps, type Point, type Rect } from "../canvas/geometry";
import { drawn_components, say, world_point, type Desk, type Gesture } from "./gesture";

export class Marquee implements Gesture {
  private readonly start: Point;
  private readonly before: readonly Ref[];

  constructor(
    private readonly desk: Desk,
    press: PointerEvent,
  ) {
    this.start = world_point(desk, press);
    this.before = desk.store.selection;
  }

  move(event: PointerEvent): void {
    const rect = this.rect_to(event);
    this.desk.scene.show_marquee(rect);
    const touched = drawn_components(this.desk).filter((component) => overlaps(card_rect(component), rect));
    const known = new Set(this.before.filter(({ of }) => of === "component").map(({ id }) => id));
    const fresh = touched.filter(({ id }) => !known.has(id)).map(({ id }): Ref => ({ of: "component", id }));
    const now = [...this.before, ...fresh];
    const is_other = now.map(({ id }) => id).join() !== this.desk.store.selection.map(({ id }) => id).join();
    if (is_other) this.desk.store.select(now);
  }

  end(): void {
    this.desk.scene.show_marquee(null);
    const count = this.desk.store.selection.length;
    if (count > 1) say(this.desk, `${count} chosen.`);
  }

  cancel(): void {
    this.desk.scene.show_marquee(null);
    this.desk.store.select(this.before);
  }

  private rect_to(event: PointerEvent): Rect {
    const here = world_point(this.desk, event);
    return {
      x: Math.min(here.x, this.start.x),
      y: Math.min(here.y, this.start.y),
      width: Math.abs(here.x - this.start.x),
      height: Math.abs(here.y - this.start.y),
    };
  }
}

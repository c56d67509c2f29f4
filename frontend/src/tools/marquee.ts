/** Dragging with Shift over the paper chooses every component that the rectangle touches. */

import { components_of } from "../design/document";
import { card_rect, overlaps, type Point, type Rect } from "../canvas/geometry";
import { world_point, type Desk, type Gesture } from "./gesture";

export class Marquee implements Gesture {
  private readonly start: Point;

  constructor(
    private readonly desk: Desk,
    press: PointerEvent,
  ) {
    this.start = world_point(desk, press);
  }

  move(event: PointerEvent): void {
    const rect = this.rect_to(event);
    this.desk.scene.show_marquee(rect);
    const touched = components_of(this.desk.store.document).filter((component) => overlaps(card_rect(component), rect));
    this.desk.store.select(touched.map(({ id }) => ({ of: "component", id })));
  }

  end(): void {
    this.desk.scene.show_marquee(null);
  }

  cancel(): void {
    this.desk.scene.show_marquee(null);
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

/** Dragging the paper moves the view; a press without a drag chooses nothing. */

import { panned } from "../canvas/viewport";
import type { Desk, Gesture } from "./gesture";

const DRAG_FROM_PX = 4;

export class Pan implements Gesture {
  private last: { readonly x: number; readonly y: number };
  private travelled = 0;

  constructor(
    private readonly desk: Desk,
    press: PointerEvent,
  ) {
    this.last = { x: press.clientX, y: press.clientY };
  }

  move(event: PointerEvent): void {
    const dx = event.clientX - this.last.x;
    const dy = event.clientY - this.last.y;
    this.travelled += Math.abs(dx) + Math.abs(dy);
    this.last = { x: event.clientX, y: event.clientY };
    if (this.travelled < DRAG_FROM_PX) return;
    this.desk.scene.host.classList.add("is-panning");
    this.desk.scene.look(panned(this.desk.scene.view, dx, dy));
  }

  end(): void {
    this.cancel();
    if (this.travelled < DRAG_FROM_PX) this.desk.store.select([]);
  }

  cancel(): void {
    this.desk.scene.host.classList.remove("is-panning");
  }
}

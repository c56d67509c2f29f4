/** Dragging the corner of a place's box; it never becomes smaller than what it holds. */

import { apply_changes, type Transaction } from "../design/change";
import { box_place } from "../design/drawing";
import type { Rect } from "../canvas/geometry";
import { world_point, type Desk, type Gesture } from "./gesture";
import { t } from "../words/words";

const LEAST = 48;
const GRID = 8;

export class Resize implements Gesture {
  private readonly box: Rect;
  private readonly from: { readonly x: number; readonly y: number };
  private size: readonly [number, number] | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly place: string,
    press: PointerEvent,
  ) {
    this.from = world_point(desk, press);
    this.box = desk.scene.place_boxes.get(place) ?? { x: 0, y: 0, width: LEAST, height: LEAST };
    desk.store.select([{ of: "place", id: place }]);
  }

  move(event: PointerEvent): void {
    const here = world_point(this.desk, event);
    const grown = (length: number, by: number): number => Math.max(LEAST, Math.round((length + by) / GRID) * GRID);
    this.size = [grown(this.box.width, here.x - this.from.x), grown(this.box.height, here.y - this.from.y)];
    this.desk.scene.render(apply_changes(this.desk.store.document, this.changes()));
  }

  end(): void {
    if (this.size === null) return;
    this.desk.store.commit({ label: t("Resize a place"), changes: this.changes() });
  }

  cancel(): void {
    this.desk.scene.render(this.desk.store.document);
  }

  private changes(): Transaction["changes"] {
    const { x, y } = this.box;
    const size = this.size ?? [this.box.width, this.box.height];
    return box_place(this.desk.store.document, this.place, { position: [x, y], size }).changes;
  }
}

/** Pressing a card chooses it; dragging moves all that are chosen, on a grid, and into the place they land on. */

import { apply_changes, compacted, type Transaction } from "../design/change";
import { components_of, find_component, places_of, type DesignDocument, type Ref } from "../design/document";
import { move, put_into_place } from "../design/edits";
import { card_rect, centre_of, contains, place_rects } from "../canvas/geometry";
import { world_point, type Desk, type Gesture } from "./gesture";

const DRAG_FROM_PX = 4;
const GRID = 8;

export class Move implements Gesture {
  private readonly from: { readonly x: number; readonly y: number };
  private readonly ids: readonly string[];
  private readonly was_chosen: boolean;
  private dragged: Transaction | null = null;
  private is_dragging = false;

  constructor(
    private readonly desk: Desk,
    private readonly id: string,
    private readonly press: PointerEvent,
  ) {
    this.from = world_point(desk, press);
    const chosen = desk.store.selection;
    this.was_chosen = chosen.some((ref) => ref.of === "component" && ref.id === id);
    if (!this.was_chosen)
      desk.store.select(press.shiftKey ? [...chosen, { of: "component", id }] : [{ of: "component", id }]);
    this.ids = desk.store.selection.filter((ref) => ref.of === "component").map((ref) => ref.id);
  }

  move(event: PointerEvent): void {
    const { press, desk } = this;
    if (!desk.is_editable) return;
    const travelled = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY);
    if (!this.is_dragging && travelled < DRAG_FROM_PX) return;
    this.is_dragging = true;
    const here = world_point(desk, event);
    const [x, y] = find_component(desk.store.document, this.id)?.position ?? [0, 0];
    const dx = snapped(x + here.x - this.from.x) - x;
    const dy = snapped(y + here.y - this.from.y) - y;
    this.dragged = move(desk.store.document, this.ids, dx, dy);
    desk.scene.render(apply_changes(desk.store.document, this.dragged.changes));
  }

  end(event: PointerEvent): void {
    if (this.dragged !== null) this.desk.store.commit(with_drop(this.desk.store.document, this.dragged, this.ids));
    else if (this.was_chosen) this.choose_again(event);
  }

  cancel(): void {
    this.desk.scene.render(this.desk.store.document);
  }

  /** A press on what is chosen already narrows the choice to it; with Shift it leaves the choice. */
  private choose_again(event: PointerEvent): void {
    const others: readonly Ref[] = this.desk.store.selection.filter((ref) => ref.id !== this.id);
    this.desk.store.select(event.shiftKey ? others : [{ of: "component", id: this.id }]);
  }
}

function snapped(value: number): number {
  return Math.round(value / GRID) * GRID;
}

/** Adds to a move that single components dropped on a place belong to it from now on. */
function with_drop(document: DesignDocument, moved: Transaction, ids: readonly string[]): Transaction {
  const after = apply_changes(document, moved.changes);
  const still = { ...after, components: components_of(after).filter(({ id }) => !ids.includes(id)) };
  const boxes = place_rects(still);
  const changes = ids.flatMap((id) => {
    const component = find_component(after, id);
    if (component === undefined) return [];
    const centre = centre_of(card_rect(component));
    const inside = places_of(after).filter((place) => boxes.has(place.id) && contains(boxes.get(place.id)!, centre));
    const place = inside.at(-1)?.id;
    return place === undefined || place === component.place ? [] : put_into_place(after, id, place).changes;
  });
  return { ...moved, changes: compacted([...moved.changes, ...changes]) };
}

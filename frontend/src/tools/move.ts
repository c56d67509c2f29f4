/**
 * Pressing a card chooses it; dragging moves all that are chosen, on a grid or in line with their neighbours, and into
 * the place they land on. Alt moves freely.
 */

import { apply_changes, compacted, type Transaction } from "../design/change";
import {
  components_of,
  find_component,
  find_note,
  is_same_ref,
  places_of,
  toggled,
  type DesignDocument,
  type Ref,
} from "../design/document";
import { move_things, moved_components } from "../design/drawing";
import { put_into_place } from "../design/edits";
import {
  bounds,
  card_rect,
  centre_of,
  contains,
  note_rect,
  overlaps,
  place_rects,
  type Rect,
} from "../canvas/geometry";
import { snap_to } from "../canvas/guides";
import { seen_rect } from "../canvas/viewport";
import { drawn_components, world_point, type Desk, type Gesture } from "./gesture";

const DRAG_FROM_PX = 4;
const GRID = 8;
/** So far outside of the rest of its place, a component has left it. */
const LEAVES_AFTER = 40;
/** Nearer than this, lines of neighbours attract. */
const ATTRACT_PX = 6;

export class Move implements Gesture {
  private readonly from: { readonly x: number; readonly y: number };
  private readonly refs: readonly Ref[];
  private readonly was_chosen: boolean;
  private dragged: Transaction | null = null;
  private neighbours: readonly Rect[] = [];
  private around: Rect | null = null;
  private is_dragging = false;

  constructor(
    private readonly desk: Desk,
    private readonly ref: Ref,
    private readonly press: PointerEvent,
    private readonly adds: boolean,
  ) {
    this.from = world_point(desk, press);
    const chosen = desk.store.selection;
    this.was_chosen = chosen.some((other) => is_same_ref(other, ref));
    if (!this.was_chosen) desk.store.select(adds ? [...chosen, ref] : [ref]);
    this.refs = desk.store.selection;
  }

  move(event: PointerEvent): void {
    const { press, desk } = this;
    if (!desk.is_editable) return;
    const travelled = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY);
    if (!this.is_dragging && travelled < DRAG_FROM_PX) return;
    if (!this.is_dragging) this.begin();
    const here = world_point(desk, event);
    const [dx, dy] = this.step(here.x - this.from.x, here.y - this.from.y, event.altKey);
    this.dragged = move_things(desk.store.document, this.refs, dx, dy);
    desk.scene.render(apply_changes(desk.store.document, this.dragged.changes));
  }

  /** Who stays is what those who move are brought in line with. */
  private begin(): void {
    const { desk } = this;
    this.is_dragging = true;
    const moving = new Set(moved_components(desk.store.document, this.refs));
    const seen = seen_rect(desk.scene.view, desk.scene.size);
    const components = drawn_components(desk);
    const still = components.filter(({ id }) => !moving.has(id)).map(card_rect);
    this.neighbours = still.filter((rect) => overlaps(rect, seen));
    this.around = bounds([...components.filter(({ id }) => moving.has(id)).map(card_rect), ...this.own_rects()]);
  }

  /** The boxes of what moves besides cards. */
  private own_rects(): readonly Rect[] {
    const { scene, store } = this.desk;
    return this.refs.flatMap((ref): readonly Rect[] => {
      if (ref.of === "place") return [scene.place_boxes.get(ref.id)].flatMap((box) => box ?? []);
      const note = ref.of === "note" ? find_note(store.document, ref.id) : undefined;
      return note === undefined ? [] : [note_rect(note)];
    });
  }

  /** How far to move: lines of neighbours come before the grid. */
  private step(right: number, down: number, is_free: boolean): readonly [number, number] {
    const { scene, store } = this.desk;
    scene.show_guides([]);
    if (is_free || this.around === null) return [right, down];
    const wish = { ...this.around, x: this.around.x + right, y: this.around.y + down };
    const snap = snap_to(wish, this.neighbours, ATTRACT_PX / scene.view.scale);
    scene.show_guides(snap.guides);
    const { x, y } = this.corner(store.document);
    const meets = (axis: "x" | "y"): boolean => snap.guides.some((guide) => guide.axis === axis);
    return [
      meets("x") ? right + snap.dx : snapped(x + right) - x,
      meets("y") ? down + snap.dy : snapped(y + down) - y,
    ];
  }

  /** What lies on the grid: the corner of what was pressed. */
  private corner(document: DesignDocument): { readonly x: number; readonly y: number } {
    const component = this.ref.of === "component" ? find_component(document, this.ref.id) : undefined;
    return component === undefined ? (this.around ?? { x: 0, y: 0 }) : card_rect(component);
  }

  end(): void {
    this.desk.scene.show_guides([]);
    const ids = this.refs.filter(({ of }) => of === "component").map(({ id }) => id);
    if (this.dragged !== null) this.desk.store.commit(with_drop(this.desk.store.document, this.dragged, ids));
    else if (this.was_chosen) this.choose_again();
  }

  cancel(): void {
    this.desk.scene.show_guides([]);
    this.desk.scene.render(this.desk.store.document);
  }

  /** A press on what is chosen already narrows the choice to it; one that adds takes it out of the choice. */
  private choose_again(): void {
    const { ref } = this;
    this.desk.store.select(this.adds ? toggled(this.desk.store.selection, ref) : [ref]);
  }
}

function snapped(value: number): number {
  return Math.round(value / GRID) * GRID;
}

/** Adds to a move that components dropped on a place belong to it, and those dropped far from theirs to none. */
function with_drop(document: DesignDocument, moved: Transaction, ids: readonly string[]): Transaction {
  const after = apply_changes(document, moved.changes);
  const still = { ...after, components: components_of(after).filter(({ id }) => !ids.includes(id)) };
  const boxes = place_rects(still);
  const changes = ids.flatMap((id) => {
    const component = find_component(after, id);
    if (component === undefined) return [];
    const centre = centre_of(card_rect(component));
    const inside = places_of(after).filter((place) => boxes.has(place.id) && contains(boxes.get(place.id)!, centre));
    const old = component.place ? boxes.get(component.place) : undefined;
    const has_left = old !== undefined && !overlaps(grown(old, LEAVES_AFTER), card_rect(component));
    const place = inside.at(-1)?.id ?? (has_left ? null : component.place);
    return (place ?? null) === (component.place ?? null) ? [] : put_into_place(after, id, place ?? null).changes;
  });
  return { ...moved, changes: compacted([...moved.changes, ...changes]) };
}

function grown({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

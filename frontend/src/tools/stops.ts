/** What walking by keyboard comes to: cards, notes, and boxes of places by their names. */

import { components_of, find_component, is_same_ref, notes_of, places_of, type Ref } from "../design/document";
import { card_rect, centre_of, note_rect, type Rect } from "../canvas/geometry";
import type { Desk } from "./gesture";
import { ref_at } from "./pointing";

/** The strip of a box that holds its name: its middle is where one goes to, since cards lie in the rest. */
const NAME_WIDTH = 120;
const NAME_HEIGHT = 24;
/** Steps to the side count more than steps along. */
const ASIDE_COSTS = 2;
const LEAST_STEP = 4;

export interface Stop {
  readonly ref: Ref;
  readonly rect: Rect;
}

/** Everything on the canvas that can have the focus. */
export function stops({ scene, store }: Desk): readonly Stop[] {
  const design = scene.document ?? store.document;
  const boxes = places_of(design).flatMap(({ id, collapsed }): readonly Stop[] => {
    const box = scene.place_boxes.get(id);
    if (box === undefined) return [];
    const rect = collapsed === true ? box : { ...box, width: NAME_WIDTH, height: NAME_HEIGHT };
    return [{ ref: { of: "place", id }, rect }];
  });
  return [
    ...components_of(design).map(
      (component): Stop => ({ ref: { of: "component", id: component.id }, rect: card_rect(component) }),
    ),
    ...notes_of(design).map((note): Stop => ({ ref: { of: "note", id: note.id }, rect: note_rect(note) })),
    ...boxes,
  ];
}

/** The thing on the canvas that has the focus. */
export function focused_ref({ scene }: Desk): Ref | null {
  const focused = scene.host.ownerDocument.activeElement;
  return focused !== null && scene.host.contains(focused) ? ref_at(focused) : null;
}

/** The component that has the focus. */
export function focused_id(desk: Desk): string | undefined {
  const ref = focused_ref(desk);
  return ref?.of === "component" && find_component(desk.store.document, ref.id) ? ref.id : undefined;
}

/** The nearest stop in a direction of one to the right or down, or back. */
export function nearest(all: readonly Stop[], here: Stop, right: number, down: number): Stop | undefined {
  const from = centre_of(here.rect);
  const costs = all.flatMap((stop) => {
    if (is_same_ref(stop.ref, here.ref)) return [];
    const to = centre_of(stop.rect);
    const along = (to.x - from.x) * right + (to.y - from.y) * down;
    const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
    return along > LEAST_STEP ? [{ stop, cost: along + ASIDE_COSTS * aside }] : [];
  });
  return costs.sort((a, b) => a.cost - b.cost)[0]?.stop;
}

/** From far away names stand under their cards, or above them where another card begins right below: pure. */

import type { Component } from "../design/document";
import { CARD_HEIGHT, CARD_WIDTH } from "./geometry";

/** With more cards nobody reads their names from far away. */
const MOST = 400;

/** The cards whose names stand above them; a name is `high` in world units. */
export function named_above(components: readonly Component[], high: number): ReadonlySet<string> {
  if (components.length > MOST) return new Set();
  const cards = components.map(({ id, position }) => ({ id, x: position?.[0] ?? 0, y: position?.[1] ?? 0 }));
  const crowded = cards.filter(({ id, x, y }) => {
    const near = cards.filter((other) => other.id !== id && Math.abs(other.x - x) < CARD_WIDTH);
    const is_covered = near.some((other) => other.y > y && other.y < y + CARD_HEIGHT + high);
    // A card above may have its own name between.
    const has_room = !near.some((other) => other.y < y && other.y + CARD_HEIGHT + high > y - high);
    return is_covered && has_room;
  });
  return new Set(crowded.map(({ id }) => id));
}

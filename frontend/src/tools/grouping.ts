/** Actions on places and notes: boxes around components, and words on the canvas. */

import { words_of } from "../design/catalogue";
import { find_place, places_of } from "../design/document";
import { add_note, collapse } from "../design/drawing";
import { add_place } from "../design/edits";
import { to_world } from "../canvas/viewport";
import { CARD_HEIGHT, CARD_WIDTH } from "../canvas/geometry";
import type { Action, Bench } from "./action";
import { chosen_components, say, type Desk } from "./gesture";

export const GROUPING: readonly Action[] = [
  enclosing("zone", "Put into a new zone", "Ctrl+G"),
  enclosing("region", "Put into a new region", "Ctrl+Shift+G"),
  {
    name: "collapse",
    label: "Collapse the place to one card, or expand it",
    group: "Arrange",
    keys: ["Shift+C"],
    menus: ["place"],
    is_possible: ({ desk }) => desk.is_editable && chosen_places(desk).length > 0,
    run: ({ desk }) => toggle_places(desk),
  },
  {
    name: "note",
    label: "Write a note on the canvas",
    group: "Edit",
    keys: ["n"],
    menus: ["paper"],
    is_possible: ({ desk }) => desk.is_editable,
    run: (bench) => write_note(bench),
  },
  {
    name: "inspect",
    label: "Go to the settings of what is chosen",
    group: "View",
    keys: ["i"],
    menus: ["component", "connection", "place", "note", "several"],
    is_possible: ({ panels }) => panels.has("inspect"),
    run: ({ panels }) => panels.get("inspect")?.(),
  },
];

function enclosing(type: string, label: string, key: string): Action {
  return {
    name: `group_${type}`,
    label,
    group: "Arrange",
    keys: [key],
    menus: ["component", "several", "paper"],
    is_possible: ({ desk }) => desk.is_editable,
    run: ({ desk }) => enclose(desk, type),
  };
}

/** A box around what is chosen, or an empty one in the middle of the view. */
function enclose(desk: Desk, type: string): void {
  const { store } = desk;
  const count = places_of(store.document).filter((place) => place.type === type).length + 1;
  const label = `${words_of(type)} ${count}`;
  const members = chosen_components(desk);
  const size = [2 * CARD_WIDTH, 3 * CARD_HEIGHT] as const;
  const box = { position: middle(desk, ...size), size };
  store.commit(add_place(store.document, type, label, members, members.length === 0 ? box : undefined));
  const is_empty = members.length === 0;
  say(desk, is_empty ? `${label}: an empty box. Drop components into it.` : `${label} around what is chosen.`);
}

function chosen_places({ store }: Desk): readonly string[] {
  return store.selection.filter(({ of }) => of === "place").map(({ id }) => id);
}

function toggle_places(desk: Desk): void {
  const { store } = desk;
  const ids = chosen_places(desk);
  const closes = ids.some((id) => find_place(store.document, id)?.collapsed !== true);
  store.commit(collapse(store.document, ids, closes));
  say(desk, closes ? "Collapsed." : "Expanded.");
}

function write_note({ desk, panels }: Bench): void {
  desk.store.commit(add_note(desk.store.document, middle(desk, 200, 60), "A note"));
  panels.get("inspect")?.();
}

/** The corner of a box of this size in the middle of the view, on the grid. */
function middle({ scene }: Desk, width: number, height: number): readonly [number, number] {
  const { x, y } = to_world(scene.view, { x: scene.size.width / 2, y: scene.size.height / 2 });
  return [Math.round((x - width / 2) / 8) * 8, Math.round((y - height / 2) / 8) * 8];
}

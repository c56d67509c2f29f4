/** Actions on places and notes: boxes around components, and words on the canvas. */

import { words_of } from "../design/catalogue";
import { placed } from "../design/arrange";
import { components_of, find_place, places_of } from "../design/document";
import { add_note, box_place, collapse, moved_components } from "../design/drawing";
import { add_place } from "../design/edits";
import { to_world } from "../canvas/viewport";
import { CARD_HEIGHT, CARD_WIDTH } from "../canvas/geometry";
import { laid_out } from "../canvas/layout";
import type { Action, Bench } from "./action";
import { chosen_components, say, type Desk } from "./gesture";
import { ARROWS, DIRECTIONS } from "./walking";
import { t } from "../words/words";

const SIZE_STEP = 24;

export const GROUPING: readonly Action[] = [
  enclosing("zone", t("Put into a new zone"), "Ctrl+G"),
  enclosing("region", t("Put into a new region"), "Ctrl+Shift+G"),
  {
    name: "collapse",
    label: t("Collapse the place to one card, or expand it"),
    group: "Arrange",
    keys: ["Shift+C"],
    menus: ["place"],
    is_possible: ({ desk }) => desk.is_editable && chosen_places(desk).length > 0,
    run: ({ desk }) => toggle_places(desk),
  },
  {
    name: "resize",
    label: t("Make the place wider, narrower, longer or shorter"),
    group: "Arrange",
    keys: ARROWS.map((key) => `Ctrl+${key}`),
    shown_keys: t("Ctrl+arrows"),
    is_key_only: true,
    is_possible: ({ desk }) => desk.is_editable && chosen_places(desk).length > 0,
    run: ({ desk }, key) => resize_places(desk, key),
  },
  {
    name: "layout",
    label: t("Put the drawing in order, or what is chosen of it"),
    group: "Arrange",
    keys: ["Shift+O"],
    menus: ["several", "paper"],
    is_possible: ({ desk }) => desk.is_editable && components_of(desk.store.document).length > 1,
    run: ({ desk }) => void put_in_order(desk),
  },
  {
    name: "note",
    label: t("Write a note on the canvas"),
    group: "Edit",
    keys: ["n"],
    menus: ["paper"],
    is_possible: ({ desk }) => desk.is_editable,
    run: (bench) => write_note(bench),
  },
  {
    name: "inspect",
    label: t("Go to the settings of what is chosen"),
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
  say(desk, is_empty ? t("{label}: an empty box. Drop components into it.", {
    label,
  }) : t("{label} around what is chosen.", { label }));
}

function chosen_places({ store }: Desk): readonly string[] {
  return store.selection.filter(({ of }) => of === "place").map(({ id }) => id);
}

function toggle_places(desk: Desk): void {
  const { store } = desk;
  const ids = chosen_places(desk);
  const closes = ids.some((id) => find_place(store.document, id)?.collapsed !== true);
  store.commit(collapse(store.document, ids, closes));
  say(desk, closes ? t("Collapsed.") : t("Expanded."));
}

/** One step more or less of each box that is chosen; none becomes smaller than what it holds. */
function resize_places(desk: Desk, key: string): void {
  const [right, down] = DIRECTIONS[key] ?? [0, 0];
  for (const id of chosen_places(desk)) {
    const box = desk.scene.place_boxes.get(id);
    if (box === undefined) continue;
    const size = [stepped(box.width, right), stepped(box.height, down)] as const;
    desk.store.commit(box_place(desk.store.document, id, { position: [box.x, box.y], size }));
    say(desk, t("{width} wide, {height} high.", { width: size[0], height: size[1] }));
  }
}

function stepped(length: number, direction: number): number {
  return Math.max(CARD_HEIGHT, Math.round(length + direction * SIZE_STEP));
}

/** Callers to the left of what they call; boxes lie around what they hold again. One step to undo. */
async function put_in_order(desk: Desk): Promise<void> {
  const { store } = desk;
  const chosen = chosen_components(desk);
  const all = components_of(store.document).map(({ id }) => id);
  const is_part = chosen.length > 1 && chosen.length < all.length;
  say(desk, t("Putting the drawing in order …"));
  const positions = await laid_out(store.document, is_part ? chosen : all).catch(() => null);
  if (positions === null) return say(desk, t("The drawing could not be put in order: the part for it did not come."));
  const is_full = (id: string): boolean => moved_components(store.document, [{ of: "place", id }]).length > 0;
  const held = places_of(store.document).filter(({ id, size }) => size && is_full(id));
  const boxes = is_part ? [] : held.flatMap(({ id }) => box_place(store.document, id, null).changes);
  const { changes } = placed(store.document, positions, "");
  store.commit({ label: t("Put in order"), changes: [...changes, ...boxes] });
  if (!is_part) desk.scene.fit();
  say(desk, changes.length === 0 ? t("It is in order already.") : t("Put in order. Ctrl+Z takes it back."));
}

function write_note({ desk, panels }: Bench): void {
  desk.store.commit(add_note(desk.store.document, middle(desk, 200, 60), t("A note")));
  panels.get("inspect")?.();
}

/** The corner of a box of this size in the middle of the view, on the grid. */
function middle({ scene }: Desk, width: number, height: number): readonly [number, number] {
  const { x, y } = to_world(scene.view, { x: scene.size.width / 2, y: scene.size.height / 2 });
  return [Math.round((x - width / 2) / 8) * 8, Math.round((y - height / 2) / 8) * 8];
}

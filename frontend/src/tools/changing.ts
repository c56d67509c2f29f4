/** Actions that change the design: undo, the clipboard, deleting, moving, putting in rows. */

import { align, distribute, snap, type Axis, type Edge } from "../design/arrange";
import { move_things } from "../design/drawing";
import { remove } from "../design/removal";
import { can_arrange, can_edit_selection, has_selection, type Action, type Bench } from "./action";
import { chosen_components, say, type Desk } from "./gesture";
import { ARROWS, DIRECTIONS, walk } from "./walking";
import { t } from "../words/words";

export const GRID = 8;
const LONG_STEP = 40;

const CHOSEN = ["component", "several", "place", "note"] as const;

export const CHANGING: readonly Action[] = [
  {
    name: "undo",
    label: t("Undo"),
    group: "Edit",
    keys: ["Ctrl+Z"],
    is_everywhere: true,
    is_possible: ({ desk }) => desk.is_editable && desk.store.now.past.length > 0,
    run: ({ desk }) => travel(desk, "past"),
  },
  {
    name: "redo",
    label: t("Redo"),
    group: "Edit",
    keys: ["Ctrl+Shift+Z", "Ctrl+Y"],
    is_everywhere: true,
    is_possible: ({ desk }) => desk.is_editable && desk.store.now.future.length > 0,
    run: ({ desk }) => travel(desk, "future"),
  },
  {
    name: "cut",
    label: t("Cut"),
    group: "Edit",
    keys: ["Ctrl+X"],
    is_sent_by_browser: true,
    menus: CHOSEN,
    is_possible: can_edit_selection,
    run: ({ clipboard }) => clipboard.copy(true),
  },
  {
    name: "copy",
    label: t("Copy"),
    group: "Edit",
    keys: ["Ctrl+C"],
    is_sent_by_browser: true,
    menus: CHOSEN,
    is_possible: has_selection,
    run: ({ clipboard }) => clipboard.copy(false),
  },
  {
    name: "paste",
    label: t("Paste"),
    group: "Edit",
    keys: ["Ctrl+V"],
    is_sent_by_browser: true,
    menus: ["paper", ...CHOSEN],
    is_possible: ({ desk }) => desk.is_editable,
    run: ({ clipboard }) => void clipboard.paste(),
  },
  {
    name: "duplicate",
    label: t("Duplicate"),
    group: "Edit",
    keys: ["Ctrl+D"],
    menus: CHOSEN,
    is_possible: can_edit_selection,
    run: ({ clipboard }) => clipboard.duplicate(),
  },
  {
    name: "delete",
    label: t("Delete"),
    group: "Edit",
    keys: ["Delete", "Backspace"],
    menus: ["connection", ...CHOSEN],
    is_possible: can_edit_selection,
    run: ({ desk }) => delete_chosen(desk),
  },
  {
    name: "connect",
    label: t("Connect: press what is to be called next"),
    group: "Edit",
    keys: ["c"],
    menus: ["component"],
    is_possible: (bench) => can_arrange(bench, 1),
    run: ({ desk, hand }) => hand.begin_connection(chosen_components(desk)[0] ?? ""),
  },
  {
    name: "nudge",
    label: t("Move what is chosen a little"),
    group: "Arrange",
    keys: ARROWS,
    shown_keys: t("Arrows"),
    is_key_only: true,
    run: (bench, key) => nudge(bench, key, GRID),
  },
  {
    name: "nudge_far",
    label: t("Move what is chosen farther"),
    group: "Arrange",
    keys: ARROWS.map((key) => `Shift+${key}`),
    shown_keys: t("Shift+arrows"),
    is_key_only: true,
    run: (bench, key) => nudge(bench, key, LONG_STEP),
  },
  aligning("left", t("Align left edges"), "Ctrl+Shift+ArrowLeft"),
  aligning("centre", t("Align centres in a column"), "Ctrl+Shift+C"),
  aligning("right", t("Align right edges"), "Ctrl+Shift+ArrowRight"),
  aligning("top", t("Align top edges"), "Ctrl+Shift+ArrowUp"),
  aligning("middle", t("Align middles in a row"), "Ctrl+Shift+M"),
  aligning("bottom", t("Align bottom edges"), "Ctrl+Shift+ArrowDown"),
  distributing("across", t("Distribute from left to right"), "Shift+H"),
  distributing("down", t("Distribute from top to bottom"), "Shift+V"),
  {
    name: "snap",
    label: t("Snap to the grid"),
    group: "Arrange",
    keys: ["Shift+G"],
    menus: ["several"],
    is_possible: (bench) => can_arrange(bench, 1),
    run: ({ desk }) => desk.store.commit(snap(desk.store.document, chosen_components(desk), 3 * GRID)),
  },
];

function aligning(edge: Edge, label: string, key: string): Action {
  return {
    name: `align_${edge}`,
    label,
    group: "Arrange",
    keys: [key],
    menus: ["several"],
    is_possible: (bench) => can_arrange(bench, 2),
    run: ({ desk }) => desk.store.commit(align(desk.store.document, chosen_components(desk), edge)),
  };
}

function distributing(axis: Axis, label: string, key: string): Action {
  return {
    name: `distribute_${axis}`,
    label,
    group: "Arrange",
    keys: [key],
    menus: ["several"],
    is_possible: (bench) => can_arrange(bench, 3),
    run: ({ desk }) => desk.store.commit(distribute(desk.store.document, chosen_components(desk), axis)),
  };
}

/** Says what was undone or done again, since it may lie outside of the view. */
function travel(desk: Desk, way: "past" | "future"): void {
  const label = desk.store.now[way].at(-1)?.transaction.label ?? "";
  if (way === "past") desk.store.undo();
  else desk.store.redo();
  say(desk, way === "past" ? t("Undone: {label}.", { label }) : t("Done again: {label}.", { label }));
}

/** Arrows move what is chosen; where nothing may be moved, they go to the next card that way. */
function nudge(bench: Bench, key: string, step: number): void {
  const { desk } = bench;
  const refs = desk.store.selection.filter(({ of }) => of !== "connection");
  const [right, down] = DIRECTIONS[key] ?? [0, 0];
  if (refs.length === 0 || !desk.is_editable) return walk(bench, key, false);
  const merge = `nudge:${refs.map(({ id }) => id).join(",")}`;
  desk.store.commit(move_things(desk.store.document, refs, right * step, down * step, merge));
}

function delete_chosen(desk: Desk): void {
  const transaction = remove(desk.store.document, desk.store.selection);
  const before = desk.store.document;
  desk.store.commit(transaction);
  if (desk.store.document === before) return;
  say(desk, t("{label}: done. Ctrl+Z brings it back.", { label: transaction.label }));
  desk.scene.focus_chosen();
}

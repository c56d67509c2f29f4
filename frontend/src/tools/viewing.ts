/** Actions that change what is seen and not what is drawn, and those that open a part of the page. */

import { bounds, card_rect } from "../canvas/geometry";
import { fitted } from "../canvas/viewport";
import { find_component } from "../design/document";
import type { Action, Group, Target } from "./action";
import { chosen_components, type Desk } from "./gesture";
import { t } from "../words/words";

export const VIEWING: readonly Action[] = [
  { name: "zoom_in", label: t("Zoom in"), group: "View", keys: ["+", "="], run: ({ desk }) => desk.scene.zoom(1.25) },
  { name: "zoom_out", label: t("Zoom out"), group: "View", keys: ["-"], run: ({ desk }) => desk.scene.zoom(0.8) },
  {
    name: "zoom_fit",
    label: t("Show all"),
    group: "View",
    keys: ["0", "Shift+1"],
    menus: ["paper"],
    run: ({ desk }) => desk.scene.fit(),
  },
  {
    name: "zoom_chosen",
    label: t("Show what is chosen"),
    group: "View",
    keys: ["Shift+2"],
    is_possible: ({ desk }) => chosen_components(desk).length > 0,
    run: ({ desk }) => show_components(desk, chosen_components(desk)),
  },
  {
    name: "zoom_life",
    label: t("Zoom to life size"),
    group: "View",
    keys: ["Shift+0"],
    run: ({ desk }) => desk.scene.zoom(1 / desk.scene.view.scale),
  },
  opening("search", t("Find a component"), "Ctrl+F", ["paper"]),
  opening("commands", t("All commands"), "Ctrl+K", ["paper"]),
  opening("help", t("Keys and gestures"), "?", ["paper"]),
  opening("tour", t("Tour of the sandbox"), "", ["paper"]),
  opening("next_part", t("Go to the next part of the page"), "F6"),
  opening("part_before", t("Go to the part of the page before"), "Shift+F6"),
  opening("menu", t("Menu of what is chosen"), "Shift+F10"),
  opening("minimap", t("Map of the whole design"), "m", ["paper"]),
  opening("outline", t("Outline: the design as a list"), "o", ["paper"]),
  opening("text", t("The design as text"), "t", ["paper"], "Design"),
  opening("versions", t("Versions: name one, compare, go back"), "v", ["paper"], "Design"),
  opening("run", t("Run"), "Ctrl+Enter", ["paper"], "Design"),
  opening(
    "failures",
    t("Break it: what can go wrong with what is chosen"),
    "x",
    ["component", "connection", "place"],
    "Edit",
  ),
  opening("share", t("Share: links, copies, embeds"), "", ["paper"], "Design"),
  opening("export", t("Export as text or as a picture"), "", ["paper"], "Design"),
  opening("blocks", t("Insert a block that you keep"), "b", ["paper"], "Design"),
  opening("keep_block", t("Keep what is chosen as a block"), "Shift+B", ["component", "several", "place"], "Design"),
  opening("drop_block", t("Delete a block that you keep"), "", [], "Design"),
];

/** Opens a part of the page, where the page has it. */
export function opening(
  panel: string,
  label: string,
  key: string,
  menus: readonly Target[] = [],
  group: Group = "View",
): Action {
  return {
    name: panel,
    label,
    group,
    ...(key === "" ? {} : { keys: [key] }),
    // A sign such as ? is pressed on the canvas; with Ctrl it works everywhere, and so does going elsewhere.
    is_everywhere: key.startsWith("Ctrl+") || key.endsWith("F6"),
    menus,
    is_possible: ({ panels }) => panels.has(panel),
    run: ({ panels }) => panels.get(panel)?.(),
  };
}

/** Brings components into the middle of the view, never larger than life. */
export function show_components(desk: Desk, ids: readonly string[]): void {
  const cards = ids.flatMap((id) => find_component(desk.store.document, id) ?? []).map(card_rect);
  const around = bounds(cards);
  if (around !== null) desk.scene.look(fitted(around, desk.scene.size, 80));
}

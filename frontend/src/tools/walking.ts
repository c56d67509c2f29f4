/** Going from thing to thing on the canvas, and choosing, by keyboard. */

import {
  components_of,
  find_component,
  is_same_ref,
  label_of,
  notes_of,
  places_of,
  toggled,
  type Ref,
} from "../design/document";
import type { Action, Bench } from "./action";
import { chosen_components, say, type Desk } from "./gesture";
import { focused_ref, nearest, stops } from "./stops";
import { t, tn } from "../words/words";

/** A step of one for each arrow key: right and down. */
export const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export const ARROWS = Object.keys(DIRECTIONS);

export const CHOOSING: readonly Action[] = [
  {
    name: "choose",
    label: t("Choose what has the focus"),
    group: "Choose",
    keys: ["Enter", " "],
    is_key_only: true,
    run: (bench) => choose_focused(bench, false),
  },
  {
    name: "choose_also",
    label: t("Add what has the focus to the choice, or take it out"),
    group: "Choose",
    keys: ["Shift+Enter", "Shift+ "],
    is_key_only: true,
    run: (bench) => choose_focused(bench, true),
  },
  {
    name: "walk",
    label: t("Go to the next card, note or place that way"),
    group: "Choose",
    keys: ARROWS.map((key) => `Alt+${key}`),
    shown_keys: t("Alt+arrows"),
    is_key_only: true,
    run: (bench, key) => walk(bench, key, false),
  },
  {
    name: "walk_also",
    label: t("Go there and add it to the choice"),
    group: "Choose",
    keys: ARROWS.map((key) => `Alt+Shift+${key}`),
    shown_keys: t("Alt+Shift+arrows"),
    is_key_only: true,
    run: (bench, key) => walk(bench, key, true),
  },
  {
    name: "choose_all",
    label: t("Choose everything"),
    group: "Choose",
    keys: ["Ctrl+A"],
    menus: ["paper"],
    run: ({ desk }) => choose_all(desk),
  },
  {
    name: "choose_linked",
    label: t("Choose what it is connected to as well"),
    group: "Choose",
    keys: ["Shift+L"],
    menus: ["component", "several"],
    is_possible: ({ desk }) => chosen_components(desk).length > 0,
    run: ({ desk }) => choose_linked(desk),
  },
  {
    name: "choose_several",
    label: t("Choose several by touching them or drawing around them"),
    group: "Choose",
    keys: ["s"],
    menus: ["paper", "component"],
    run: (bench) => choose_several(bench),
  },
];

function tell(desk: Desk): void {
  const { selection, document: design } = desk.store;
  const [only, second] = selection;
  if (second !== undefined) say(desk, tn("{count} chosen.", "{count} chosen.", selection.length));
  else if (only?.of === "component") say(desk, t("{name} chosen.", {
    name: label_of(find_component(design, only.id) ?? only),
  }));
  else if (only === undefined) say(desk, t("Nothing chosen."));
}

function choose_all(desk: Desk): void {
  const { document: design } = desk.store;
  desk.store.select([
    ...components_of(design).map(({ id }): Ref => ({ of: "component", id })),
    ...places_of(design).map(({ id }): Ref => ({ of: "place", id })),
    ...notes_of(design).map(({ id }): Ref => ({ of: "note", id })),
  ]);
  tell(desk);
}

function choose_linked(desk: Desk): void {
  const chosen = new Set(chosen_components(desk));
  const linked = new Set(chosen);
  for (const { from, to } of desk.store.document.connections ?? []) {
    if (chosen.has(from)) linked.add(to);
    if (chosen.has(to)) linked.add(from);
  }
  desk.store.select([...linked].map((id) => ({ of: "component", id })));
  tell(desk);
}

function choose_several({ desk, hand }: Bench): void {
  hand.is_gathering = !hand.is_gathering;
  desk.scene.host.classList.toggle("is-gathering", hand.is_gathering);
  say(
    desk,
    hand.is_gathering
      ? t("Touch cards to choose several, or draw around them. Escape, or the same again, ends it.")
      : t("Touching chooses one again."),
  );
}

/** Chooses what has the focus; an arrow that was begun ends there instead. */
function choose_focused({ desk, hand }: Bench, adds: boolean): void {
  const ref = focused_ref(desk);
  if (ref === null || (ref.of === "component" && hand.connect_to(ref.id))) return;
  desk.store.select(adds ? toggled(desk.store.selection, ref) : [ref]);
  if (adds) tell(desk);
}

/** Chooses the nearest thing that way and gives it the focus; an arrow that was begun follows. */
export function walk({ desk, hand }: Bench, key: string, adds: boolean): void {
  const [right, down] = DIRECTIONS[key] ?? [0, 0];
  const all = stops(desk);
  const from = focused_ref(desk) ?? desk.store.selection[0];
  const here = all.find(({ ref }) => from !== undefined && is_same_ref(ref, from)) ?? all[0];
  const next = here && nearest(all, here, right, down);
  if (next === undefined) return say(desk, t("Nothing more that way."));
  const others = desk.store.selection.filter((ref) => !is_same_ref(ref, next.ref));
  desk.store.select([...(adds ? others : []), next.ref]);
  desk.scene.element(next.ref)?.focus();
  if (next.ref.of === "component") hand.point_to(next.ref.id);
  if (adds) tell(desk);
}

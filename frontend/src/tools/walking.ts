/** Going from card to card, and choosing, by keyboard. */

import {
  components_of,
  find_component,
  label_of,
  notes_of,
  places_of,
  toggled,
  type Component,
  type Ref,
} from "../design/document";
import { card_rect, centre_of } from "../canvas/geometry";
import type { Action, Bench } from "./action";
import { chosen_components, drawn_components, say, type Desk } from "./gesture";
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
    label: t("Choose the card that has the focus"),
    group: "Choose",
    keys: ["Enter", " "],
    is_key_only: true,
    run: ({ desk }) => choose_focused(desk, false),
  },
  {
    name: "choose_also",
    label: t("Add the card that has the focus to the choice, or take it out"),
    group: "Choose",
    keys: ["Shift+Enter", "Shift+ "],
    is_key_only: true,
    run: ({ desk }) => choose_focused(desk, true),
  },
  {
    name: "walk",
    label: t("Go to the next card that way"),
    group: "Choose",
    keys: ARROWS.map((key) => `Alt+${key}`),
    shown_keys: t("Alt+arrows"),
    is_key_only: true,
    run: ({ desk }, key) => walk(desk, key, false),
  },
  {
    name: "walk_also",
    label: t("Go to the next card that way and add it to the choice"),
    group: "Choose",
    keys: ARROWS.map((key) => `Alt+Shift+${key}`),
    shown_keys: t("Alt+Shift+arrows"),
    is_key_only: true,
    run: ({ desk }, key) => walk(desk, key, true),
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

export function focused_id(desk: Desk): string | undefined {
  const focused = desk.scene.host.ownerDocument.activeElement?.closest<SVGElement>("[data-component]");
  return focused?.dataset["component"];
}

function choose_focused(desk: Desk, adds: boolean): void {
  const id = focused_id(desk);
  if (id === undefined) return;
  desk.store.select(adds ? toggled(desk.store.selection, { of: "component", id }) : [{ of: "component", id }]);
  if (adds) tell(desk);
}

/** Chooses the nearest card in the direction of an arrow key, and gives it the focus. */
export function walk(desk: Desk, key: string, adds: boolean): void {
  const [right, down] = DIRECTIONS[key] ?? [0, 0];
  const components = drawn_components(desk);
  const here =
    find_component(desk.store.document, focused_id(desk) ?? chosen_components(desk)[0] ?? "") ?? components[0];
  const next = here && nearest(components, here, right, down);
  if (next === undefined) return;
  const others = desk.store.selection.filter(({ id }) => id !== next.id);
  desk.store.select([...(adds ? others : []), { of: "component", id: next.id }]);
  desk.scene.card(next.id)?.focus();
  if (adds) tell(desk);
}

function nearest(
  components: readonly Component[],
  here: Component,
  right: number,
  down: number,
): Component | undefined {
  const from = centre_of(card_rect(here));
  const costs = components.flatMap((component) => {
    const to = centre_of(card_rect(component));
    const along = (to.x - from.x) * right + (to.y - from.y) * down;
    const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
    return along > 4 ? [{ component, cost: along + 2 * aside }] : [];
  });
  return costs.sort((a, b) => a.cost - b.cost)[0]?.component;
}

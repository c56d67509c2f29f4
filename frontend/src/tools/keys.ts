/** The keyboard on the canvas: undo, delete, moving, walking from card to card. */

import { components_of, find_component, type Component } from "../design/document";
import { move } from "../design/edits";
import { remove } from "../design/removal";
import { card_rect, centre_of } from "../canvas/geometry";
import type { Desk } from "./gesture";
import type { Hand } from "./hand";

const STEP = 8;
const LONG_STEP = 40;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Listens to the whole page for undo and redo, and to the canvas for the rest. */
export function listen_to_keys(desk: Desk, hand: Hand): void {
  document.addEventListener("keydown", (event) => {
    if (is_typing(event.target) || !(event.ctrlKey || event.metaKey) || !desk.is_editable) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) desk.store.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) desk.store.redo();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !is_typing(event.target) && !hand.cancel()) desk.store.select([]);
  });
  desk.scene.host.addEventListener("keydown", (event) => on_canvas_key(desk, hand, event));
}

function on_canvas_key(desk: Desk, hand: Hand, event: KeyboardEvent): void {
  if (is_typing(event.target) || event.ctrlKey || event.metaKey) return;
  const direction = DIRECTIONS[event.key];
  if (direction !== undefined) on_arrow_key(desk, event, direction);
  else if (event.key === "Delete" || event.key === "Backspace") delete_chosen(desk);
  else if (event.key === "Enter" || event.key === " ") choose_focused(desk, event);
  else if (event.key === "c" && desk.is_editable) begin_connection(desk, hand);
  else if (event.key === "+" || event.key === "=") desk.scene.zoom(1.25);
  else if (event.key === "-") desk.scene.zoom(0.8);
  else if (event.key === "0") desk.scene.fit();
  else return;
  event.preventDefault();
}

function is_typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]") !== null;
}

function chosen_components(desk: Desk): readonly string[] {
  return desk.store.selection.filter((ref) => ref.of === "component").map((ref) => ref.id);
}

/** Arrows move what is chosen; with Alt, or where nothing may be moved, they walk to the next card that way. */
function on_arrow_key(desk: Desk, event: KeyboardEvent, [right, down]: readonly [number, number]): void {
  const ids = chosen_components(desk);
  if (event.altKey || ids.length === 0 || !desk.is_editable) return walk(desk, right, down);
  const step = event.shiftKey ? LONG_STEP : STEP;
  desk.store.commit(move(desk.store.document, ids, right * step, down * step, `nudge:${ids.join(",")}`));
}

function walk(desk: Desk, right: number, down: number): void {
  const components = components_of(desk.store.document);
  const here =
    find_component(desk.store.document, focused_id(desk) ?? chosen_components(desk)[0] ?? "") ?? components[0];
  const next = here && nearest(components, here, right, down);
  if (next === undefined) return;
  desk.store.select([{ of: "component", id: next.id }]);
  desk.scene.card(next.id)?.focus();
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

function focused_id(desk: Desk): string | undefined {
  const focused = desk.scene.host.ownerDocument.activeElement?.closest<SVGElement>("[data-component]");
  return focused?.dataset["component"];
}

function choose_focused(desk: Desk, event: KeyboardEvent): void {
  const id = focused_id(desk);
  if (id === undefined) return;
  const already = event.shiftKey ? desk.store.selection : [];
  desk.store.select([...already, { of: "component", id }]);
}

function delete_chosen(desk: Desk): void {
  if (!desk.is_editable || desk.store.selection.length === 0) return;
  desk.store.commit(remove(desk.store.document, desk.store.selection));
  desk.scene.host.querySelector<SVGElement>('.card[tabindex="0"]')?.focus();
}

function begin_connection(desk: Desk, hand: Hand): void {
  const [id] = chosen_components(desk);
  if (id !== undefined) hand.begin_connection(id);
}

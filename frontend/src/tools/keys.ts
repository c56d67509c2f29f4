/** The keyboard: every press is looked up in the table of actions. */

import { action_of, is_possible, key_of } from "./actions";
import type { Bench } from "./action";
import { is_typing } from "./gesture";

/** Listens to the whole page for keys that work everywhere, and to the canvas for the rest. */
export function listen_to_keys(bench: Bench): void {
  const { desk, hand } = bench;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || is_typing(event.target) || event.defaultPrevented) return;
    if (hand.is_gathering) hand.stop_gathering();
    else if (!hand.cancel()) desk.store.select([]);
  });
  document.addEventListener("keydown", (event) => on_key(bench, event));
}

function on_key(bench: Bench, event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const key = key_of(event);
  const action = action_of(key);
  if (action === undefined || action.is_sent_by_browser) return;
  if (!action.is_everywhere && !is_on_canvas(bench, event.target)) return;
  // In a field, Ctrl+Z takes back letters; what opens a panel works there too.
  if (is_typing(event.target) && !bench.panels.has(action.name)) return;
  if (!is_possible(action, bench)) return;
  event.preventDefault();
  action.run(bench, event.key);
}

/** With nothing focused, keys are for the canvas where it is what the page is about. */
function is_on_canvas({ desk }: Bench, target: EventTarget | null): boolean {
  if (is_typing(target)) return false;
  if (target === document.body) return desk.is_editable;
  if (!(target instanceof Element) || !desk.scene.host.contains(target)) return false;
  // Buttons that float on the canvas have their own Enter and Space.
  return target.closest("[data-floating]") === null;
}

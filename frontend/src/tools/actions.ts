/** All actions there are, in the order in which they are listed. */

import type { Action, Bench, Target } from "./action";
import { CHANGING } from "./changing";
import { GROUPING } from "./grouping";
import { VIEWING } from "./viewing";
import { CHOOSING } from "./walking";
import { t } from "../words/words";

export const ACTIONS: readonly Action[] = [...CHANGING, ...CHOOSING, ...GROUPING, ...VIEWING];

/** Whether an action can be done right now. */
export function is_possible(action: Action, bench: Bench): boolean {
  return action.is_possible?.(bench) ?? true;
}

/** Does an action by its name, if it can be done. */
export function act(bench: Bench, name: string): void {
  const action = ACTIONS.find((each) => each.name === name);
  if (action !== undefined && is_possible(action, bench)) action.run(bench, "");
}

/** The actions that a menu on a target lists. */
export function actions_on(target: Target): readonly Action[] {
  return ACTIONS.filter(({ menus }) => menus?.includes(target));
}

/** A press of a key in the way of the table, such as "Ctrl+Shift+Z"; Shift counts where it does not make the sign. */
export function key_of(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const has_control = event.ctrlKey || event.metaKey;
  const is_letter = /^[a-z]$/i.test(event.key);
  const is_sign = event.key.length === 1 && !is_letter && !/^[0-9 ]$/.test(event.key);
  const is_large = has_control || event.shiftKey;
  const letter = is_large ? event.key.toUpperCase() : event.key.toLowerCase();
  return [
    has_control ? "Ctrl+" : "",
    event.altKey ? "Alt+" : "",
    event.shiftKey && !is_sign ? "Shift+" : "",
    is_letter ? letter : event.key,
  ].join("");
}

/** The action of a press, if the table has one. */
export function action_of(key: string): Action | undefined {
  return BY_KEY.get(key);
}

const BY_KEY = new Map(ACTIONS.flatMap((action) => (action.keys ?? []).map((key) => [key, action] as const)));

/** The keys of an action as they are shown and read out; empty for none. */
export function shown_keys({ keys, shown_keys: words }: Action): string {
  const first = words ?? keys?.[0] ?? "";
  const signed = first.replace(/Arrow(Left|Right|Up|Down)/, (_all, way: string) => SIGNS[way] ?? way);
  if (signed === " ") return t("Space");
  return signed.replace("Ctrl+", t("Ctrl+")).replace("Shift+", t("Shift+"));
}

const SIGNS: Readonly<Record<string, string>> = { Left: "←", Right: "→", Up: "↑", Down: "↓" };

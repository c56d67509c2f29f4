/**
 * A list and a button that takes what is chosen in it. Arrow keys go through a closed list one entry after the other:
 * a list that acts by itself would take each of them on the way.
 */

import { h } from "./dom";

export interface Taking {
  /** What the list is called, and what its first, empty entry says. */
  readonly name: string;
  readonly verb: string;
  /** Keeps the focus when the panel is drawn again. */
  readonly key: string;
  readonly options: readonly HTMLElement[];
  /** Gets the value of the entry. */
  take(value: string): void;
}

export function taking({ name, verb, key, options, take }: Taking): HTMLElement {
  const list = h(
    "select",
    { "data-key": key, "aria-label": name },
    h("option", { value: "" }, `${name} …`),
    ...options,
  );
  const on_press = (): void => {
    if (list.value === "") list.focus();
    else take(list.value);
  };
  const button = h("button", { type: "button", "data-key": `${key}-take`, onclick: on_press }, verb);
  return h("div", { class: "connect-row" }, list, button);
}

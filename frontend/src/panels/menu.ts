/** The menu of what is chosen: opened by the other mouse button, a long touch or a key. */

import type { Command } from "./commands";
import { grouped } from "./commands";
import { h } from "./dom";

let close_open: (() => void) | null = null;

/** Opens at a point of the window; the focus goes back to where it was. */
export function open_menu(title: string, commands: readonly Command[], at: { x: number; y: number }): void {
  close_open?.();
  const before = document.activeElement;
  const menu = h("div", { class: "context-menu", role: "menu", "aria-label": title, popover: "manual" });
  const close = (): void => {
    if (close_open !== close) return;
    close_open = null;
    menu.remove();
    document.removeEventListener("pointerdown", on_press, true);
    window.removeEventListener("blur", close);
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
  };
  const on_press = (event: PointerEvent): void => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  };
  const groups = [...grouped(commands).values()].map((members) =>
    h("div", { role: "group" }, ...members.map((command) => entry(command, close))),
  );
  menu.append(...groups);
  menu.addEventListener("keydown", (event) => on_key(menu, event, close));
  ignore_first_release(menu);
  menu.addEventListener("contextmenu", (event) => event.preventDefault());
  document.body.append(menu);
  menu.showPopover();
  place(menu, at);
  close_open = close;
  document.addEventListener("pointerdown", on_press, true);
  window.addEventListener("blur", close);
  items(menu)[0]?.focus({ preventScroll: true });
}

/** The finger or button that opened the menu is let go over it: that chooses nothing yet. */
function ignore_first_release(menu: HTMLElement): void {
  let was_pressed = false;
  menu.addEventListener("pointerdown", () => (was_pressed = true), true);
  const ignore = (event: MouseEvent): void => {
    // A key makes clicks too, with a count of none.
    if (!was_pressed && event.detail > 0) event.stopPropagation();
  };
  menu.addEventListener("click", ignore, true);
}

function entry(command: Command, close: () => void): HTMLElement {
  const run = (): void => {
    if (!command.is_possible) return;
    close();
    command.run();
  };
  return h(
    "button",
    {
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      "aria-disabled": command.is_possible ? undefined : "true",
      onclick: run,
    },
    h("span", {}, command.label),
    command.keys !== "" && h("kbd", { "aria-hidden": "true" }, command.keys),
  );
}

function items(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
}

/** Stays within the window. */
function place(menu: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): void {
  const { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(4, Math.min(x, window.innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, window.innerHeight - height - 4))}px`;
}

function on_key(menu: HTMLElement, event: KeyboardEvent, close: () => void): void {
  event.stopPropagation();
  const all = items(menu);
  const at = all.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) all[to % all.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (event.key.length === 1 && event.key !== " ") go_to_letter(all, at, event.key);
  else return;
  event.preventDefault();
}

function go_to_letter(all: readonly HTMLElement[], at: number, letter: string): void {
  const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  order.find((item) => item.textContent?.toLowerCase().startsWith(letter.toLowerCase()))?.focus();
}

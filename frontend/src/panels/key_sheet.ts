/** The sheet of all keys and gestures. */

import { grouped, type Command } from "./commands";
import { h } from "./dom";

/** What a hand can do, which no table of keys says. */
const GESTURES: readonly (readonly [string, string])[] = [
  ["Drag the paper, or turn the wheel", "Move the view"],
  ["Ctrl+wheel, or two fingers", "Zoom"],
  ["Drag a card", "Move it; lines show where it is level with its neighbours"],
  ["Alt while dragging", "Move freely, without grid and lines"],
  ["Drag from the dot of a card", "Draw a connection"],
  ["Shift+press, or Ctrl+press", "Choose one more, or one less"],
  ["Shift+drag on the paper", "Choose what lies within"],
  ["Other mouse button, or a long touch", "Menu of what lies there"],
];

export function open_key_sheet(commands: readonly Command[]): void {
  const close = h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close");
  const groups = [...grouped(commands.filter(({ keys }) => keys !== ""))].map(([group, members]) =>
    table(
      group,
      members.map(({ keys, label }) => [keys, label]),
    ),
  );
  const dialog = h(
    "dialog",
    { class: "key-sheet", "aria-labelledby": "key-sheet-title" },
    h("header", {}, h("h2", { id: "key-sheet-title" }, "Keys and gestures"), close),
    h("p", { class: "muted" }, "Ctrl is Command on a Mac. Keys without Ctrl work while nothing is typed into."),
    h("div", { class: "key-groups" }, ...groups, table("With mouse or finger", GESTURES)),
  );
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

function table(title: string, rows: readonly (readonly [string, string])[]): HTMLElement {
  const listed = rows.map(([keys, label]) =>
    h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, keys)), h("td", {}, label)),
  );
  return h("table", {}, h("caption", {}, title), h("tbody", {}, ...listed));
}

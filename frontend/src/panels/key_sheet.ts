/** The sheet of all keys and gestures. */

import { grouped, type Command } from "./commands";
import { h } from "./dom";
import { t } from "../words/words";

/** What a hand can do, which no table of keys says. */
const GESTURES: readonly (readonly [string, string])[] = [
  [t("Drag the paper, or turn the wheel"), t("Move the view")],
  [t("Ctrl+wheel, or two fingers"), t("Zoom")],
  [t("Drag a card"), t("Move it; lines show where it is level with its neighbours")],
  [t("Alt while dragging"), t("Move freely, without grid and lines")],
  [t("Drag from the dot of a card"), t("Draw a connection")],
  [t("Shift+press, or Ctrl+press"), t("Choose one more, or one less")],
  [t("Shift+drag on the paper"), t("Choose what lies within")],
  [t("Other mouse button, or a long touch"), t("Menu of what lies there")],
];

/** `tour` begins the tour, on pages that have one. */
export function open_key_sheet(commands: readonly Command[], tour?: () => void): void {
  const close = h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("Close"));
  const begin = (): void => {
    dialog.close();
    tour?.();
  };
  const guided =
    tour !== undefined && h("button", { type: "button", onclick: begin }, t("Take the tour of the sandbox"));
  const groups = [...grouped(commands.filter(({ keys }) => keys !== ""))].map(([group, members]) =>
    table(
      group,
      members.map(({ keys, label }) => [keys, label]),
    ),
  );
  const dialog = h(
    "dialog",
    { class: "key-sheet", "aria-labelledby": "key-sheet-title" },
    h("header", {}, h("h2", { id: "key-sheet-title" }, t("Keys and gestures")), guided, close),
    h("p", { class: "muted" }, t("Ctrl is Command on a Mac. Keys without Ctrl work while nothing is typed into.")),
    h("div", { class: "key-groups" }, ...groups, table(t("With mouse or finger"), GESTURES)),
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

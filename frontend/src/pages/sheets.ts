/** Panels that fold away on a wide screen and come up as sheets on a narrow one. */

import type { DesignStore } from "../design/store";
import { recall, remember } from "./memory";

/** Wires every button that opens or folds a panel. */
export function wire_sheets(store: DesignStore | null): void {
  const { body } = document;
  for (const button of document.querySelectorAll<HTMLElement>("[data-sheet-button]")) {
    const name = button.dataset["sheetButton"] ?? "";
    button.addEventListener("click", () => open_sheet(body.dataset["sheet"] === name ? "" : name));
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-fold]")) wire_fold(button);
  // On a narrow screen what was added is on the canvas now, so the palette makes room for it.
  store?.subscribe((now, before) => {
    if (now.document !== before.document && body.dataset["sheet"] === "palette") open_sheet("");
  });
}

/** Brings the inspector up, folded away or under the drawing as it may be. */
export function open_inspector(): void {
  if (document.body.classList.contains("is-inspector-folded"))
    document.querySelector<HTMLElement>('[data-fold="inspector"]')?.click();
  open_sheet("inspector");
}

/** Brings the inspector up and goes to its first field. */
export function focus_inspector(): void {
  open_inspector();
  const fields = [...document.querySelectorAll<HTMLElement>("#inspector :is(input, select, textarea, button)")];
  const field = fields.find((each) => each.checkVisibility() && !each.matches(":disabled, .name-field")) ?? fields[0];
  field?.focus();
  if (field instanceof HTMLTextAreaElement) field.select();
}

/** Brings a sheet up; an empty name puts every sheet away. */
export function open_sheet(name: string): void {
  document.body.dataset["sheet"] = name;
  for (const button of document.querySelectorAll<HTMLElement>("[data-sheet-button]")) {
    button.setAttribute("aria-expanded", String(button.dataset["sheetButton"] === name));
  }
}

function wire_fold(button: HTMLElement): void {
  const name = button.dataset["fold"] ?? "";
  const show = (is_folded: boolean): void => {
    document.body.classList.toggle(`is-${name}-folded`, is_folded);
    button.setAttribute("aria-expanded", String(!is_folded));
  };
  show(recall(`folded-${name}`) === "yes");
  button.addEventListener("click", () => {
    const is_folded = !document.body.classList.contains(`is-${name}-folded`);
    show(is_folded);
    remember(`folded-${name}`, is_folded ? "yes" : "no");
  });
}

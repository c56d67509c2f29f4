/** What stands beside the canvas: a page's own panel, or the inspector of what is chosen. */

import type { Editor } from "./editing";
import { open_sheet } from "./sheets";

const SIDES = ["lesson", "inspector"];

/** What is chosen on the canvas is set in the inspector; letting go brings the page's own panel back. */
export function wire_side(editor: Editor | null): void {
  wire_tabs();
  editor?.on_selection((count) => show_side(count > 0 ? "inspector" : "lesson"));
}

/** The two tabs, which are two sheets on a narrow screen. */
export function wire_tabs(): void {
  for (const tab of document.querySelectorAll<HTMLElement>("[data-side-tab]"))
    tab.addEventListener("click", () => show_side(tab.dataset["sideTab"] ?? "lesson"));
  for (const button of document.querySelectorAll<HTMLElement>("[data-sheet-button]")) {
    const name = button.dataset["sheetButton"] ?? "";
    if (SIDES.includes(name)) button.addEventListener("click", () => show_side(name));
  }
  show_side("lesson");
}

/** Shows the panel or the inspector; on a narrow screen the sheet that is up becomes the other one. */
export function show_side(name: string): void {
  const { sheet } = document.body.dataset;
  if (sheet !== "" && SIDES.includes(sheet ?? "") && sheet !== name) open_sheet(name);
  document.body.dataset["side"] = name;
  for (const tab of document.querySelectorAll<HTMLElement>("[data-side-tab]"))
    tab.setAttribute("aria-selected", String(tab.dataset["sideTab"] === name));
}

/** The name of the design and the buttons of its history, in the bar above the canvas. */

import { rename_design } from "../design/edits";
import type { DesignStore } from "../design/store";
import { by_id } from "./page";
import { t } from "../words/words";

/** Undo and redo say what they would do. */
export function wire_history(store: DesignStore): void {
  const undo = by_id("undo") as HTMLButtonElement;
  const redo = by_id("redo") as HTMLButtonElement;
  undo.addEventListener("click", () => store.undo());
  redo.addEventListener("click", () => store.redo());
  const show = (): void => {
    const { past, future } = store.now;
    undo.disabled = past.length === 0;
    redo.disabled = future.length === 0;
    undo.title = past.length === 0 ? t("Nothing to undo") : t("Undo: {what} (Ctrl+Z)", {
      what: past.at(-1)?.transaction.label ?? "",
    });
    redo.title =
      future.length === 0 ? t("Nothing to redo") : t("Redo: {what} (Ctrl+Shift+Z)", {
        what: future.at(-1)?.transaction.label ?? "",
      });
  };
  store.subscribe(show);
  show();
}

/** The field with the name follows the design, and the design follows the field. */
export function wire_name(store: DesignStore): void {
  const name = document.querySelector<HTMLInputElement>("#design-name");
  if (name === null) return;
  const show = (): void => {
    if (document.activeElement !== name) name.value = store.document.name;
    document.title = `${store.document.name} · Backlot`;
  };
  name.addEventListener("change", () => store.commit(rename_design(store.document, name.value.trim() || "Design")));
  store.subscribe(show);
  show();
}

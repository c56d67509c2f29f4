/** Asks for one line of text. */

import { h } from "./dom";
import { t } from "../words/words";

/** The text, or null when the person would rather not. */
export function ask(title: string, label: string, verb: string): Promise<string | null> {
  return new Promise((resolve) => {
    const input = h("input", { type: "text", maxlength: 80, required: true, "aria-label": label, autocomplete: "off" });
    const cancel = h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("Cancel"));
    const form = h(
      "form",
      { method: "dialog" },
      h("h2", { id: "ask-title" }, title),
      h("label", {}, label, input),
      h("div", { class: "button-row" }, h("button", { class: "primary" }, verb), cancel),
    );
    const dialog = h("dialog", { class: "ask", "aria-labelledby": "ask-title" }, form);
    let answer: string | null = null;
    form.addEventListener("submit", () => (answer = input.value.trim() || null));
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
}

/** How saving stands, in words beside the design's name; a conflict offers its two ways out. */

import { h } from "../panels/dom";
import type { Autosave, SaveState } from "./autosave";
import { by_id } from "./page";
import { t } from "../words/words";

const WORDS: Readonly<Record<SaveState["is"], string>> = {
  saved: t("saved ✓"),
  changed: t("saving …"),
  saving: t("saving …"),
  not_saved: t("not saved"),
  conflict: t("not saved"),
};

export function show_save_state(autosave: Autosave): void {
  const { state } = autosave;
  const host = by_id("save-state");
  const words = state.is === "not_saved" ? `${WORDS.not_saved}: ${state.reason}` : WORDS[state.is];
  if (host.dataset["state"] !== state.is || host.textContent !== words) host.textContent = words;
  // Only trouble is read aloud; that all is well need not be said after every change.
  host.setAttribute("aria-live", state.is === "not_saved" ? "polite" : "off");
  host.dataset["state"] = state.is;
  host.title = words;
  show_conflict(autosave);
}

function show_conflict(autosave: Autosave): void {
  const host = by_id("conflict");
  host.hidden = autosave.state.is !== "conflict";
  if (host.hidden) return host.replaceChildren();
  if (host.childElementCount > 0) return;
  host.replaceChildren(
    h("h2", {}, t("This design was changed elsewhere")),
    h("p", {}, t("Another tab or device saved its own changes. Both are still here: choose which one to keep.")),
    h(
      "div",
      { class: "button-row" },
      h("button", { type: "button", class: "primary", onclick: () => autosave.settle("mine") }, t("Keep what I see")),
      h("button", { type: "button", onclick: () => autosave.settle("other") }, t("Take the other")),
    ),
  );
}

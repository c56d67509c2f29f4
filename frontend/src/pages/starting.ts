/** The forms that start runs: they wait until the server has what is on the screen, and say why they cannot. */

import type { DesignStore } from "../design/store";
import type { Desk } from "../tools/gesture";
import { fresh_key } from "./page";

/** Wires the forms that are there and those that come; `why_not` gives the reason why no run can start, or null. */
export function wire_starting(store: DesignStore, why_not: () => Promise<string | null>, desk: Desk): void {
  wire_forms(why_not, desk);
  document.body.addEventListener("htmx:afterSwap", () => wire_forms(why_not, desk));
  wire_refusal(store);
}

/** Forms come and go with the panels that the server draws; each is wired once. */
function wire_forms(why_not: () => Promise<string | null>, { notice, scene }: Desk): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-starts-run]:not([data-wired])")) {
    form.dataset["wired"] = "yes";
    form.addEventListener("htmx:confirm", (event) => {
      const { issueRequest } = (event as CustomEvent<{ issueRequest: (skip: boolean) => void }>).detail;
      event.preventDefault();
      (form.querySelector("[name=key]") as HTMLInputElement).value = fresh_key();
      void why_not().then((reason) => {
        if (reason === null) return issueRequest(true);
        notice.show(reason, { x: Math.max(12, scene.size.width - 300), y: 0 }, true);
      });
    });
  }
}

/** Why a run was refused stands until the design changes or the person has seen enough of it. */
function wire_refusal(store: DesignStore): void {
  const take_away = (): void => document.querySelector("#run-slot > .errors")?.remove();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") take_away();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Element && event.target.closest(".bar-run") === null) take_away();
  });
  store.subscribe((now, before) => {
    if (now.document !== before.document) take_away();
  });
}

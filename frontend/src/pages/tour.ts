/** The tour of the sandbox: a card that goes from one real thing to the next. The page behind stays usable. */

import { spot_beside } from "../canvas/beside";
import { h } from "../panels/dom";
import { send } from "./page";
import { open_sheet } from "./sheets";
import { TOUR, type TourStep } from "./tour_steps";
import { t } from "../words/words";

const PHONE = matchMedia("(width <= 760px)");

export class Tour {
  private readonly ring = h("div", { class: "tour-ring", "aria-hidden": "true" });
  private readonly title = h("h2", { id: "tour-title", tabindex: "-1" });
  private readonly count = h("p", { class: "muted" });
  private readonly words = h("p", { id: "tour-words" });
  private readonly keys = h("p", { class: "tour-keys" });
  private readonly back = h("button", { type: "button", class: "quiet", onclick: () => this.go(-1) }, t("Back"));
  private readonly onward = h("button", { type: "button", class: "primary", onclick: () => this.go(1) }, t("Next"));
  private readonly card: HTMLElement;
  private at = 0;
  private came_from: Element | null = null;

  constructor(private readonly address: string) {
    const skip = h("button", { type: "button", class: "quiet", onclick: () => this.end() }, t("Skip the tour"));
    const labels = { "aria-labelledby": "tour-title", "aria-describedby": "tour-words" };
    this.card = h(
      "div",
      { class: "tour", role: "dialog", ...labels },
      this.count,
      this.title,
      this.words,
      this.keys,
      h("div", { class: "button-row" }, skip, this.back, this.onward),
    );
    this.card.addEventListener("keydown", (event) => {
      // Keys of the canvas have no meaning here.
      event.stopPropagation();
      if (event.key === "Escape") this.end();
    });
    window.addEventListener("resize", () => this.place());
  }

  get is_open(): boolean {
    return this.card.isConnected;
  }

  begin(): void {
    this.at = 0;
    if (!this.is_open) this.came_from = document.activeElement;
    document.body.append(this.ring, this.card);
    this.show();
  }

  private go(by: number): void {
    this.at += by;
    if (this.at >= TOUR.length) this.end();
    else this.show();
  }

  private get step(): TourStep {
    return TOUR[this.at]!;
  }

  private show(): void {
    const { title, text, keys, sheet } = this.step;
    this.count.textContent = t("{at} of {count}", { at: this.at + 1, count: TOUR.length });
    this.title.textContent = title;
    this.words.textContent = text;
    this.keys.textContent = keys;
    this.back.hidden = this.at === 0;
    this.onward.textContent = this.at === TOUR.length - 1 ? t("Done") : t("Next");
    if (PHONE.matches) open_sheet(sheet);
    this.place();
    this.title.focus();
  }

  private place(): void {
    const anchor = document.querySelector(this.step.beside);
    if (!this.is_open || anchor === null) return;
    const { x, y, width, height } = anchor.getBoundingClientRect();
    Object.assign(this.ring.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    if (PHONE.matches) return this.card.removeAttribute("style");
    const card = { width: this.card.offsetWidth, height: this.card.offsetHeight };
    const spot = spot_beside({ x, y, width, height }, card, { width: innerWidth, height: innerHeight });
    Object.assign(this.card.style, { left: `${spot.x}px`, top: `${spot.y}px` });
  }

  /** Seen or skipped, it does not come by itself again; the server remembers it. */
  private end(): void {
    this.card.remove();
    this.ring.remove();
    if (PHONE.matches) open_sheet("");
    if (this.came_from instanceof HTMLElement || this.came_from instanceof SVGElement) this.came_from.focus();
    void send(this.address, new URLSearchParams());
  }
}

/** Makes the tour of this page, if it has one, and begins it at the first visit. */
export function wire_tour(panels: Map<string, () => void>): void {
  const { tour, tourFirst } = document.getElementById("editor")?.dataset ?? {};
  if (tour === undefined) return;
  const made = new Tour(tour);
  panels.set("tour", () => made.begin());
  if (tourFirst !== undefined) made.begin();
}

/** Words of the glossary: pressed in a text they open beside it, with their experiment. Otherwise they are links. */

import { load_fragment } from "./page";
import { t } from "../words/words";

const MARGIN = 12;
const BODY = "term-body";

/** Where a panel goes: below what was pressed if there is room, above it otherwise, and never beyond an edge. */
export function place_beside(
  anchor: { left: number; top: number; bottom: number },
  panel: { width: number; height: number },
  screen: { width: number; height: number },
): { left: number; top: number } {
  const left = Math.min(Math.max(MARGIN, anchor.left - MARGIN), Math.max(MARGIN, screen.width - panel.width - MARGIN));
  const below = anchor.bottom + 6;
  const above = anchor.top - 6 - panel.height;
  const fits_below = below + panel.height <= screen.height - MARGIN;
  const top = fits_below ? below : above >= MARGIN ? above : screen.height - MARGIN - panel.height;
  return { left, top: Math.max(MARGIN, top) };
}

class TermPanel {
  private readonly host = document.createElement("div");
  private readonly body = document.createElement("div");
  private anchor: HTMLElement | null = null;

  constructor() {
    this.host.className = "term-popover";
    this.host.popover = "auto";
    this.host.setAttribute("role", "dialog");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "quiet icon-button term-popover-close";
    close.setAttribute("aria-label", t("Close"));
    close.textContent = "×";
    close.addEventListener("click", () => this.host.hidePopover());
    this.body.id = BODY;
    this.host.append(this.body, close);
    document.body.append(this.host);
    this.host.addEventListener("toggle", (event) => {
      if ((event as ToggleEvent).newState === "closed") this.leave();
    });
    this.body.addEventListener("htmx:afterSettle", (event) => {
      this.place();
      if (event.target === this.body) this.enter();
    });
  }

  open(anchor: HTMLElement): void {
    // A word in the panel itself goes on in the same place; closing then leads back to where it began.
    if (!this.host.contains(anchor)) this.anchor = anchor;
    this.host.setAttribute("aria-label", anchor.textContent ?? "");
    this.body.replaceChildren();
    this.host.showPopover();
    this.place();
    load_fragment(anchor.getAttribute("href") ?? "", `#${BODY}`);
  }

  private enter(): void {
    this.host.scrollTop = 0;
    this.body.querySelector<HTMLElement>("[tabindex='-1']")?.focus({ preventScroll: true });
  }

  private leave(): void {
    const had_focus = document.activeElement === document.body || this.host.contains(document.activeElement);
    if (had_focus && this.anchor?.isConnected === true) this.anchor.focus({ preventScroll: true });
    this.body.replaceChildren();
  }

  private place(): void {
    if (this.anchor === null || matchMedia("(width <= 760px)").matches) {
      this.host.style.removeProperty("left");
      this.host.style.removeProperty("top");
      return;
    }
    const { width, height } = this.host.getBoundingClientRect();
    const screen = { width: innerWidth, height: innerHeight };
    const word = this.anchor.getBoundingClientRect();
    const side = this.anchor.closest(".side")?.getBoundingClientRect().left ?? 0;
    // A text in a column at the right stays to be read: the panel stands left of it.
    const is_left = side > width + 2 * MARGIN;
    const { left, top, bottom } = word;
    const anchor = is_left ? { left: side - width, top, bottom: top } : { left, top, bottom };
    const at = place_beside(anchor, { width, height }, screen);
    this.host.style.left = `${at.left}px`;
    this.host.style.top = `${at.top}px`;
  }
}

/** Lets words open in place, and the sliders of their experiments say where they stand. */
export function wire_terms(): void {
  let panel: TermPanel | null = null;
  document.addEventListener("click", (event) => {
    const word = (event.target as Element | null)?.closest<HTMLElement>("a[data-term]") ?? null;
    if (word === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (!("popover" in HTMLElement.prototype)) return;
    event.preventDefault();
    panel ??= new TermPanel();
    panel.open(word);
  });
  document.addEventListener("input", (event) => {
    const slider = event.target as HTMLInputElement;
    const label = slider.dataset?.["labels"]?.split("|")[Number(slider.value)];
    if (label === undefined) return;
    slider.setAttribute("aria-valuetext", label);
    const shown = slider.parentElement?.querySelector("output");
    if (shown) shown.textContent = label;
  });
}

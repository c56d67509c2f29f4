/** A short sentence beside the pointer, such as why an arrow is refused. It is also read aloud. */

import type { Point } from "./geometry";

const STAYS_MS = 3500;

export class Notice {
  private readonly element = document.createElement("p");
  private timer: number | undefined;

  constructor(private readonly host: HTMLElement) {
    this.element.className = "canvas-notice";
    this.element.setAttribute("role", "status");
    this.element.setAttribute("aria-live", "polite");
    this.element.dataset["shown"] = "false";
    host.append(this.element);
  }

  /** Shows a sentence at a point of the canvas until `hide`, or for a while when `is_brief`. */
  show(text: string, at: Point, is_brief = false): void {
    window.clearTimeout(this.timer);
    if (this.element.textContent !== text) this.element.textContent = text;
    this.element.dataset["shown"] = "true";
    const width = Math.min(280, this.host.clientWidth - 16);
    const left = Math.max(8, Math.min(at.x + 16, this.host.clientWidth - width - 8));
    const top = Math.max(8, Math.min(at.y + 18, this.host.clientHeight - 64));
    this.element.style.left = `${left}px`;
    this.element.style.top = `${top}px`;
    if (is_brief) this.timer = window.setTimeout(() => this.hide(), STAYS_MS);
  }

  hide(): void {
    window.clearTimeout(this.timer);
    this.element.dataset["shown"] = "false";
    this.element.textContent = "";
  }
}

/** An item on a wall: one step a screen, keys left and right. On paper, and without scripts, all steps are shown. */

import { t } from "../words/words";
const NEXT = new Set(["ArrowRight", "PageDown"]);
const BACK = new Set(["ArrowLeft", "PageUp"]);

/** Where a key leads from a step of so many; null when it leads nowhere. */
export function led_by(key: string, place: number, count: number): number | null {
  if (NEXT.has(key)) return Math.min(place + 1, count - 1);
  if (BACK.has(key)) return Math.max(place - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return null;
}

class Projector {
  private readonly slides: readonly HTMLElement[];
  private place = 0;
  private shows_all = false;

  constructor(private readonly host: HTMLElement) {
    this.slides = [...host.querySelectorAll<HTMLElement>("[data-slide]")];
  }

  wire(): void {
    for (const name of ["nav", "all", "print"]) this.part(name).hidden = false;
    this.part("previous").addEventListener("click", () => this.go(this.place - 1));
    this.part("next").addEventListener("click", () => this.go(this.place + 1));
    this.part("print").addEventListener("click", () => window.print());
    this.part("all").addEventListener("click", () => {
      this.shows_all = !this.shows_all;
      this.part("all").setAttribute("aria-pressed", String(this.shows_all));
      this.show();
    });
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.from_address());
    this.from_address();
  }

  private key(event: KeyboardEvent): void {
    const is_elsewhere = (event.target as Element | null)?.closest("input, textarea, select, [popover]") !== null;
    if (this.shows_all || is_elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = led_by(event.key, this.place, this.slides.length);
    if (next === null) return;
    event.preventDefault();
    this.go(next);
  }

  private from_address(): void {
    const named = this.slides.findIndex((slide) => `#${slide.id}` === location.hash);
    this.place = Math.max(0, named);
    this.show();
  }

  private go(place: number): void {
    this.place = Math.min(Math.max(place, 0), this.slides.length - 1);
    this.show();
    const slide = this.slides[this.place];
    history.replaceState(null, "", `#${slide?.id ?? ""}`);
    slide?.querySelector<HTMLElement>("[tabindex='-1']")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  private show(): void {
    this.host.classList.toggle("is-one", !this.shows_all);
    this.slides.forEach((slide, index) => slide.classList.toggle("is-shown", index === this.place));
    this.part("place").textContent = t("{place} of {count}", { place: this.place + 1, count: this.slides.length });
    (this.part("previous") as HTMLButtonElement).disabled = this.place === 0;
    (this.part("next") as HTMLButtonElement).disabled = this.place === this.slides.length - 1;
    this.part("nav").hidden = this.shows_all;
  }

  private part(name: string): HTMLElement {
    const found = this.host.querySelector<HTMLElement>(`[data-projector-${name}]`);
    if (found === null) throw new Error(`the sheet has no ${name}`);
    return found;
  }
}

if (typeof document !== "undefined") {
  const host = document.querySelector<HTMLElement>("[data-projector]");
  if (host !== null) new Projector(host).wire();
}

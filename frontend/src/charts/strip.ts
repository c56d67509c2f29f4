/** The line above the charts: the window they show, the run they are compared with, and the moments worth going to. */

import { clock_text } from "../design/quantities";
import { icon_button, word_button } from "./controls";
import type { Lens } from "./lens";
import type { Mark } from "./plot_marks";
import { t } from "../words/words";

/** A run that can be compared, as the server lists it. */
export interface OtherRun {
  readonly id: string;
  readonly name: string;
}

export interface StripEvents {
  seek(clock_s: number): void;
  /** Lays another run over this one; null takes it away. */
  compare(run: OtherRun | null): void;
}

export interface StripView {
  readonly at_s: number;
  readonly marks: readonly Mark[];
}

const ZOOM = 2;
const MARKS_MOST = 30;

export class Strip {
  private readonly words = document.createElement("output");
  private readonly whole: HTMLButtonElement;
  private readonly choice = document.createElement("select");
  private readonly moments = document.createElement("ul");
  private others: readonly OtherRun[] = [];
  private at_s = 0;
  private drawn = "";

  constructor(
    host: HTMLElement,
    private readonly lens: Lens,
    private readonly events: StripEvents,
  ) {
    const zoom = (factor: number) => () => lens.zoom(this.at_s, factor);
    this.whole = word_button(t("Whole run"), () => lens.look(null));
    this.words.className = "window-words";
    this.moments.className = "moments";
    this.moments.setAttribute("aria-label", t("What was done, and pinned moments"));
    this.choice.setAttribute("aria-label", t("Compare with another run"));
    this.choice.addEventListener("change", () => this.choose());
    host.replaceChildren(
      icon_button("plus", t("Zoom in on the moment that is shown"), zoom(1 / ZOOM)),
      icon_button("minus", t("Zoom out"), zoom(ZOOM)),
      this.words,
      this.whole,
      icon_button("pin", t("Pin the moment that is shown"), () => lens.pin_moment(this.at_s)),
      this.choice,
      this.moments,
    );
    this.offer([]);
  }

  /** The runs that can be compared with the one that is shown. */
  offer(others: readonly OtherRun[]): void {
    this.others = others;
    const options = others.map(({ id, name }) => new Option(name, id));
    this.choice.replaceChildren(new Option(t("Compare with …"), ""), ...options);
    this.choice.hidden = others.length === 0;
  }

  /** Shows which run is compared, when it was not chosen here. */
  show_choice(run: string): void {
    this.choice.value = run;
  }

  draw({ at_s, marks }: StripView): void {
    this.at_s = at_s;
    const { window, moments } = this.lens;
    this.words.textContent = window_words(window);
    this.whole.disabled = window === null;
    const shape = JSON.stringify([marks, moments]);
    if (shape === this.drawn) return;
    this.drawn = shape;
    const entries = [
      ...marks.slice(-MARKS_MOST).map((mark) => ({ at: mark.clock_s, entry: this.mark(mark) })),
      ...moments.map((at, place) => ({ at, entry: this.pinned(at, place + 1) })),
    ];
    this.moments.replaceChildren(...entries.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry));
  }

  private choose(): void {
    this.events.compare(this.others.find(({ id }) => id === this.choice.value) ?? null);
  }

  private mark({ clock_s, heal, sentence }: Mark): HTMLLIElement {
    const go = word_button(`${clock_text(clock_s)} ${sentence}`, () => this.events.seek(clock_s));
    go.title = sentence;
    go.classList.add(heal ? "is-healing" : "is-breaking");
    return item(go);
  }

  private pinned(at_s: number, number: number): HTMLLIElement {
    const time = clock_text(at_s);
    const go = word_button(`${number} · ${time}`, () => this.events.seek(at_s));
    go.classList.add("is-pinned");
    return item(
      go,
      icon_button("close", t("Let go of the moment {time}", { time }), () => this.lens.pin_moment(at_s)),
    );
  }
}

function item(...children: readonly HTMLElement[]): HTMLLIElement {
  const entry = document.createElement("li");
  entry.append(...children);
  return entry;
}

/** The window in words; the whole run has none. */
export function window_words(window: Lens["window"]): string {
  if (window === null) return t("Drag over a chart to choose a window");
  const length = Math.round((window.to_s - window.from_s) * 10) / 10;
  return `${clock_text(window.from_s)}–${clock_text(window.to_s)}, ${length}\u2009s`;
}

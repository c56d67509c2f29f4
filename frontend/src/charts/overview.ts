/** The big numbers of a run at one moment, or in a window of its time; beside them those of another run. */

import { clock_text, latency_text, three_digits } from "../design/quantities";
import type { Reading, Series } from "../live/frames";
import { taken_in, type TimeWindow } from "./window";
import { t } from "../words/words";

interface Figure {
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  readonly text: (value: number) => string;
  /** Above zero is bad news and is marked so. */
  readonly is_trouble?: boolean;
}

const FIGURES: readonly Figure[] = [
  { metric: "offered_per_s", label: t("Offered"), unit: "/s", text: three_digits },
  { metric: "ok_per_s", label: t("Answered well"), unit: "/s", text: three_digits },
  { metric: "error_per_s", label: t("Errors"), unit: "/s", text: three_digits, is_trouble: true },
  { metric: "shed_per_s", label: t("Shed"), unit: "/s", text: three_digits, is_trouble: true },
  { metric: "in_flight", label: t("In flight"), unit: "", text: three_digits },
  { metric: "latency_s_p50", label: "p50", unit: "", text: latency_text },
  { metric: "latency_s_p95", label: "p95", unit: "", text: latency_text },
  { metric: "latency_s_p99", label: "p99", unit: "", text: latency_text },
];

const SUBJECT = { of: "totals" } as const;

interface Cell {
  readonly figure: Figure;
  readonly entry: HTMLElement;
  readonly value: HTMLElement;
  readonly other: HTMLElement;
}

/** Whose numbers are shown, and of when. */
export interface OverviewView {
  readonly series: Series;
  readonly window: TimeWindow;
  /** In words what stretch of time the numbers are of. */
  readonly words: string;
  readonly other: { readonly name: string; readonly series: Series } | null;
}

export class Overview {
  private readonly cells: readonly Cell[];
  private readonly note = document.createElement("p");

  constructor(host: HTMLElement, metrics: readonly string[] = FIGURES.map((figure) => figure.metric)) {
    const list = document.createElement("dl");
    list.className = "big-numbers";
    this.cells = FIGURES.filter((figure) => metrics.includes(figure.metric)).map((figure) => cell(list, figure));
    this.note.className = "muted big-numbers-note";
    host.replaceChildren(list, this.note);
  }

  show({ series, window, words, other }: OverviewView): void {
    this.note.textContent = other === null ? words : `${words}; vs ${other.name}`;
    for (const { figure, entry, value, other: beside } of this.cells) {
      const now = taken_in(series, window, SUBJECT, figure.metric).value;
      value.textContent = figure_text(figure, now);
      entry.classList.toggle("is-trouble", figure.is_trouble === true && (now ?? 0) > 0);
      const before = other === null ? null : taken_in(other.series, window, SUBJECT, figure.metric).value;
      beside.textContent = other === null ? "" : beside_text(figure, now, before);
    }
  }
}

/** The second that ends with the frame at `position`; a quarter of a second alone would only show noise. */
export function last_second(series: Series, position: number): TimeWindow {
  const to_s = series.frames[position]?.clock_s ?? 0;
  const { frame_s } = series.layout;
  return { from_s: to_s - frame_s * Math.max(1, Math.round(1 / frame_s)), to_s };
}

/** What stretch of time numbers are of, in words. */
export function stretch_words({ from_s, to_s }: TimeWindow, is_chosen: boolean): string {
  if (is_chosen) return t("Means of {from}–{to}", { from: clock_text(from_s), to: clock_text(to_s) });
  const length = to_s - from_s;
  const clock = clock_text(to_s);
  return length <= 1.001
    ? t("The second before {clock}", { clock })
    : t("The {length} s before {clock}", { length, clock });
}

function cell(list: HTMLElement, figure: Figure): Cell {
  const entry = document.createElement("div");
  const term = document.createElement("dt");
  const value = document.createElement("dd");
  const other = document.createElement("dd");
  term.textContent = figure.label;
  const asked = document.createElement("button");
  asked.type = "button";
  asked.className = "why";
  asked.dataset["why"] = `totals:${figure.metric}`;
  asked.textContent = "–";
  value.append(asked);
  other.className = "beside";
  entry.append(term, value, other);
  list.append(entry);
  return { figure, entry: value, value: asked, other };
}

function figure_text(figure: Figure, value: Reading): string {
  if (value === null) return "–";
  return figure.unit === "" ? figure.text(value) : `${figure.text(value)}\u2009${figure.unit}`;
}

/** The number of the other run, and how far this one is from it. */
export function beside_text(figure: Pick<Figure, "unit" | "text">, now: Reading, before: Reading): string {
  const text = `vs ${figure_text(figure as Figure, before)}`;
  if (now === null || before === null || before === 0) return text;
  const percent = Math.round((100 * (now - before)) / before);
  if (percent === 0) return `${text}, same`;
  return `${text}, ${percent > 0 ? "+" : "\u2212"}${three_digits(Math.abs(percent))}\u2009%`;
}

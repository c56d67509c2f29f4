/** Says in words, now and then, who got into trouble in a run and who got out of it: what eyes see on the canvas. */

import { recent, type Series } from "../live/frames";
import { t } from "../words/words";

/** Whoever listens hears one sentence in so much time, about all that changed in it. */
const EVERY_MS = 5000;
const NAMES_MOST = 3;
/** The mean of so much simulated time counts, so that nobody is in and out of trouble with each frame. */
const WINDOW_S = 2;
const ERRORS_FROM_PER_S = 0.05;
const OVERLOADED_FROM = 0.9;
/** Who was overloaded is well again only below this. */
const WELL_BELOW = 0.8;

type State = "failing" | "overloaded" | "well";

const SENTENCES: Readonly<Record<State, (names: string) => string>> = {
  failing: (names) => t("Errors at {names}.", { names }),
  overloaded: (names) => t("Overloaded: {names}.", { names }),
  well: (names) => t("Well again: {names}.", { names }),
};

export class Bulletin {
  private readonly told = new Map<string, State>();
  private looked_at_ms = Number.NEGATIVE_INFINITY;

  constructor(private readonly label_of: (component: string) => string) {}

  /** What is new since the last sentence; empty when nothing is, or while the last one is still being spoken. */
  words(series: Series, position: number, now_ms: number): string {
    if (now_ms - this.looked_at_ms < EVERY_MS) return "";
    this.looked_at_ms = now_ms;
    const news: Record<State, string[]> = { failing: [], overloaded: [], well: [] };
    for (const id of series.layout.components) {
      const before = this.told.get(id) ?? "well";
      const state = state_of(series, position, id, before);
      if (state === before) continue;
      this.told.set(id, state);
      news[state].push(this.label_of(id));
    }
    return (Object.keys(news) as State[])
      .filter((state) => news[state].length > 0)
      .map((state) => SENTENCES[state](listed(news[state])))
      .join(" ");
  }
}

function state_of(series: Series, position: number, id: string, before: State): State {
  const read = (metric: string): number => recent(series, position, { of: "component", id }, metric, WINDOW_S) ?? 0;
  if (read("errors_per_s") >= ERRORS_FROM_PER_S) return "failing";
  return read("utilisation") >= (before === "well" ? OVERLOADED_FROM : WELL_BELOW) ? "overloaded" : "well";
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MOST).join(", ");
  const left = names.length - NAMES_MOST;
  return left > 0 ? t("{names} and {count} more", { names: shown, count: left }) : shown;
}

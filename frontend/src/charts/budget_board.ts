/** Error budgets over a run: how much is left, how fast it goes, and the course of it as a line and as a table. */

import type { ObjectiveEntry } from "../design/document";
import { clock_text, percent_text, three_digits } from "../design/quantities";
import type { Series } from "../live/frames";
import { t } from "../words/words";
import { allowances, standings, type Allowance, type Standing } from "./budget";
import { picture, set, shape } from "./shapes";
import { folded_table } from "./tables";

const WIDTH = 600;
const HEIGHT = 90;
const ROWS = 6;
/** An overdrawn budget is drawn no deeper than this. */
const LOWEST = -1;

export class BudgetBoard {
  constructor(
    private readonly host: HTMLElement,
    private readonly label_of: (id: string) => string,
    private readonly objectives: () => readonly ObjectiveEntry[],
  ) {}

  draw(series: Series, cursor_s: number | null): void {
    const whole_s = series.layout.frame_s * series.layout.frames_count;
    this.host.replaceChildren(
      ...allowances(this.objectives()).map((allowance) => this.entry(series, allowance, cursor_s, whole_s)),
    );
  }

  private entry(series: Series, allowance: Allowance, cursor_s: number | null, whole_s: number): HTMLElement {
    const all = standings(series, allowance);
    const now = cursor_s === null ? all.at(-1) : all.findLast(({ clock_s }) => clock_s <= cursor_s + 1e-9);
    const entry = document.createElement("figure");
    entry.className = "budget";
    const name = allowance.of === "" ? t("All requests") : this.label_of(allowance.of);
    const caption = document.createElement("figcaption");
    const title = document.createElement("b");
    title.textContent = t("{name}: at most {share} may fail", { name, share: percent_text(allowance.allowed) });
    const words = document.createElement("span");
    words.textContent = standing_words(now);
    words.classList.toggle("is-trouble", now !== undefined && now.left < 0);
    caption.append(title, words);
    if (allowance.is_assumed) {
      const note = document.createElement("small");
      note.textContent = t("No objective says how much may fail, so one request in a thousand is taken.");
      caption.append(note);
    }
    entry.append(caption, line_of(all, whole_s, standing_words(now)), table_of(all));
    return entry;
  }
}

/** What is left and how fast it goes, in words. */
export function standing_words(now: Standing | undefined): string {
  if (now === undefined) return t("No request has ended yet.");
  const left =
    now.left < 0
      ? t("overdrawn: {times} times what may fail has failed", { times: three_digits(1 - now.left) })
      : t("{share} of the budget is left", { share: percent_text(now.left) });
  const times = three_digits(now.burn ?? 0);
  const burn = now.burn === null ? "" : t("burning {times} times as fast as allowed", { times });
  return [left, burn].filter(Boolean).join("; ");
}

function line_of(all: readonly Standing[], whole_s: number, words: string): SVGElement {
  const svg = picture();
  set(svg, { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-label": words });
  const y = (left: number): number => (HEIGHT * (1 - Math.max(LOWEST, left))) / (1 - LOWEST);
  svg.append(shape("line", { class: "budget-zero", x1: 0, x2: WIDTH, y1: y(0), y2: y(0) }));
  const points = all.map(({ clock_s, left }) => `${((WIDTH * clock_s) / whole_s).toFixed(1)},${y(left).toFixed(1)}`);
  svg.append(shape("polyline", { class: "budget-left", points: points.join(" ") }));
  return svg;
}

function table_of(all: readonly Standing[]): HTMLElement {
  const step = Math.max(1, Math.floor(all.length / ROWS));
  const told = all.filter((_each, place) => (all.length - 1 - place) % step === 0).toReversed();
  const rows = told.map(({ clock_s, left, burn }) => [
    clock_text(clock_s),
    percent_text(left),
    burn === null ? "–" : `${three_digits(burn)}\u2009×`,
  ]);
  return folded_table([t("Time"), t("Budget left"), t("Burn rate")], rows);
}

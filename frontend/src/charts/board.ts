/** All charts of a run with one time cursor, and the same values as a table. */

import { clock_column, column, type Series } from "../live/frames";
import { clock_text } from "../design/quantities";
import type { ChartDefinition } from "./chart";
import { chart_definitions, shape_of } from "./definitions";
import { frames_per_point, reading_text, thinned, time_reach_s } from "./numbers";
import { Plot, type Mark } from "./plot";

export interface BoardView {
  readonly series: Series;
  readonly marks: readonly Mark[];
  /** The moment looked at; null follows the run. */
  readonly cursor_s: number | null;
  readonly chosen: string | null;
}

const RANK_EVERY_FRAMES = 20;
const TABLE_ROWS = 12;

export class Board {
  private readonly grid = document.createElement("div");
  private readonly table_part = document.createElement("div");
  private readonly table = document.createElement("table");
  private plots: Plot[] = [];
  private definitions: readonly ChartDefinition[] = [];
  private ranked_at = -1;
  private ranked_for: Series["layout"] | null = null;
  private chosen: string | null = null;
  private is_table = false;

  constructor(
    host: HTMLElement,
    private readonly label_of: (id: string) => string,
    private readonly on_pick: (clock_s: number) => void,
    /** Which charts stand here, by their keys. */
    private readonly shows: (key: string) => boolean,
  ) {
    this.grid.className = "plot-grid";
    this.table_part.className = "plot-table";
    this.table_part.hidden = true;
    this.table_part.append(this.table);
    host.replaceChildren(this.grid, this.table_part);
  }

  draw(view: BoardView): void {
    this.define(view);
    const clock_s = clock_column(view.series);
    const { frame_s, frames_count } = view.series.layout;
    const reach_s = time_reach_s(clock_s.at(-1) ?? 0, frame_s * frames_count);
    const count = frames_per_point(frame_s, reach_s);
    const times = thinned(clock_s, count).map((at) => at ?? 0);
    for (const plot of this.plots) {
      const columns = plot.definition.lines.map((line) =>
        thinned(column(view.series, line.subject, line.metric), count),
      );
      plot.draw({ clock_s: times, columns }, reach_s, view.marks, view.cursor_s);
    }
    if (this.is_table) this.fill_table(view);
  }

  /** Shows the values as a table instead of as lines, or as lines again. */
  show_table(is_table: boolean): void {
    this.is_table = is_table;
    this.grid.hidden = is_table;
    this.table_part.hidden = !is_table;
  }

  clear(): void {
    for (const plot of this.plots) plot.destroy();
    this.plots = [];
    this.definitions = [];
    this.ranked_for = null;
    this.table.replaceChildren();
  }

  /** Ranks again now and then rather than at every frame, so that lines keep their colours for a while. */
  private define(view: BoardView): void {
    const top = view.series.frames.length;
    const is_due =
      this.ranked_for !== view.series.layout ||
      view.chosen !== this.chosen ||
      top - this.ranked_at >= RANK_EVERY_FRAMES ||
      top < 8;
    if (!is_due) return;
    this.ranked_at = top;
    this.ranked_for = view.series.layout;
    this.chosen = view.chosen;
    const all = chart_definitions(view.series, this.label_of, view.chosen);
    const definitions = all.filter((definition) => this.shows(definition.key));
    if (shape_of(definitions) === shape_of(this.definitions)) return;
    this.definitions = definitions;
    const kept = new Map(this.plots.map((plot) => [shape_of([plot.definition]), plot]));
    this.plots = definitions.map((definition) => {
      const same = kept.get(shape_of([definition]));
      if (same !== undefined) kept.delete(shape_of([definition]));
      return same ?? new Plot(definition, this.on_pick);
    });
    for (const plot of kept.values()) plot.destroy();
    this.grid.replaceChildren(...this.plots.map((plot) => plot.element));
  }

  private fill_table({ series }: BoardView): void {
    const lines = this.definitions.flatMap((chart) =>
      chart.lines.map((line) => ({ chart, line, values: column(series, line.subject, line.metric) })),
    );
    const clock_s = clock_column(series);
    const step = Math.max(1, Math.ceil(clock_s.length / TABLE_ROWS));
    const rows = clock_s.map((_at, index) => index).filter((index) => (clock_s.length - 1 - index) % step === 0);
    const head = row("th", ["Time", ...lines.map(({ chart, line }) => `${chart.title}: ${line.label}`)]);
    const body = rows
      .toReversed()
      .map((index) =>
        row("td", [
          clock_text(clock_s[index] ?? 0),
          ...lines.map(({ chart, values }) => reading_text(chart.scale, values[index])),
        ]),
      );
    this.table.replaceChildren(head, ...body);
  }
}

function row(name: "th" | "td", texts: readonly string[]): HTMLTableRowElement {
  const element = document.createElement("tr");
  for (const text of texts) {
    const cell = document.createElement(name);
    cell.textContent = text;
    if (name === "th") cell.setAttribute("scope", "col");
    element.append(cell);
  }
  return element;
}

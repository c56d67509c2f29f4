/** All charts of a run with one window and one time cursor, and the same values as a table. */

import { column, type Series } from "../live/frames";
import type { ChartDefinition } from "./chart";
import { chart_keys } from "./chart_keys";
import { chart_definitions, shape_of } from "./definitions";
import type { Lens } from "./lens";
import { frames_per_point, thinned, time_reach_s } from "./numbers";
import { Plot, type PlotEvents, type PlotNumbers, type PlotView } from "./plot";
import type { Mark } from "./plot_marks";
import { t } from "../words/words";
import { values_table } from "./values_table";
import { frames_in, resampled, type TimeWindow } from "./window";

export interface BoardView {
  readonly series: Series;
  readonly marks: readonly Mark[];
  /** The moment looked at; null follows the run. */
  readonly cursor_s: number | null;
  readonly chosen: string | null;
}

const RANK_EVERY_FRAMES = 20;

export class Board {
  private readonly grid = document.createElement("div");
  private readonly table_part = document.createElement("div");
  private plots: Plot[] = [];
  private definitions: readonly ChartDefinition[] = [];
  private readonly tables = new Set<string>();
  private ranked_at = -1;
  private ranked_for = "";
  private ranked_series: Series["layout"] | null = null;
  private is_table = false;
  private view: BoardView | null = null;

  constructor(
    host: HTMLElement,
    private readonly label_of: (id: string) => string,
    private readonly on_pick: (clock_s: number) => void,
    /** Which charts stand here, by their keys; pinned ones stand everywhere. */
    private readonly shows: (key: string) => boolean,
    private readonly lens: Lens,
  ) {
    this.grid.className = "plot-grid";
    this.table_part.className = "plot-table";
    // They scroll where they are low, and nothing in them takes the focus.
    for (const part of [this.grid, this.table_part]) {
      part.tabIndex = 0;
      part.role = "group";
      part.ariaLabel = t("Charts");
    }
    this.table_part.hidden = true;
    host.replaceChildren(this.grid, this.table_part);
    this.grid.addEventListener("keydown", (event) => chart_keys(event, this.lens, this.times(), this.events));
  }

  draw(view: BoardView): void {
    this.view = view;
    this.define(view);
    const { frame_s, frames_count } = view.series.layout;
    const clock_s = view.series.frames.at(-1)?.clock_s ?? 0;
    const shown = this.lens.window ?? { from_s: 0, to_s: time_reach_s(clock_s, frame_s * frames_count) };
    for (const plot of this.plots) {
      const { key } = plot.definition;
      plot.draw(this.numbers_of(plot.definition, view.series, shown), {
        ...this.view_of(view, shown),
        is_pinned: this.lens.charts.has(key),
        is_table: this.tables.has(key),
      });
      if (this.tables.has(key)) plot.table.replaceChildren(this.table_of([plot.definition], view));
    }
    if (this.is_table) this.table_part.replaceChildren(this.table_of(this.definitions, view));
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
    this.ranked_for = "";
    this.view = null;
    this.table_part.replaceChildren();
  }

  private readonly events: PlotEvents = {
    pick: (clock_s) => this.on_pick(clock_s),
    brush: (from_s, to_s) => this.lens.brush(from_s, to_s),
    zoom: (at_s, factor) => this.lens.zoom(at_s, factor),
    pin: (key) => this.lens.pin_chart(key),
    table: (key) => {
      if (!this.tables.delete(key)) this.tables.add(key);
      if (this.view !== null) this.draw(this.view);
    },
  };

  /** Where keys begin: the cursor, or the nearest end of a window that it is not in. */
  private times(): { readonly at_s: number; readonly step_s: number; readonly end_s: number } {
    const end_s = this.view?.series.frames.at(-1)?.clock_s ?? 0;
    const { frame_s = 0.25 } = this.view?.series.layout ?? {};
    const { from_s, to_s } = this.lens.window ?? { from_s: 0, to_s: end_s };
    const at_s = Math.max(from_s, Math.min(to_s, this.view?.cursor_s ?? end_s));
    return { at_s, step_s: frame_s * frames_per_point(frame_s, to_s - from_s), end_s };
  }

  private view_of(view: BoardView, shown: TimeWindow): Omit<PlotView, "is_pinned" | "is_table"> {
    return { shown, marks: view.marks, moments: this.lens.moments, cursor_s: view.cursor_s };
  }

  private numbers_of({ lines }: ChartDefinition, series: Series, shown: TimeWindow): PlotNumbers {
    const part = { layout: series.layout, frames: frames_in(series, this.lens.window) };
    const clock_s = points(part, shown, null).map((at) => at ?? 0);
    const columns = lines.map((line) => points(part, shown, line));
    const other = this.lens.other?.series;
    if (other === undefined) return { clock_s, columns, others: [] };
    const other_clock = points(other, shown, null).map((at) => at ?? 0);
    const others = lines.map((line) => resampled(clock_s, other_clock, points(other, shown, line)));
    return { clock_s, columns, others };
  }

  /** Ranks again now and then rather than at every frame, so that lines keep their colours for a while. */
  private define(view: BoardView): void {
    const top = view.series.frames.length;
    const asked = `${view.chosen} ${[...this.lens.charts].join()}`;
    const is_due =
      this.ranked_series !== view.series.layout ||
      this.ranked_for !== asked ||
      top - this.ranked_at >= RANK_EVERY_FRAMES ||
      top < 8;
    if (is_due) {
      this.ranked_at = top;
      this.ranked_series = view.series.layout;
      this.ranked_for = asked;
      const all = chart_definitions(view.series, this.label_of, view.chosen, this.lens.charts);
      this.definitions = all.filter(({ key }) => this.shows(key) || this.lens.charts.has(key));
    }
    this.make_plots();
  }

  private make_plots(): void {
    const is_compared = this.lens.other !== null;
    const shape = (definition: ChartDefinition, compared: boolean): string => `${shape_of([definition])} ${compared}`;
    const wanted = this.definitions.map((definition) => shape(definition, is_compared)).join();
    if (wanted === this.plots.map((plot) => shape(plot.definition, plot.is_compared)).join()) return;
    const kept = new Map(this.plots.map((plot) => [shape(plot.definition, plot.is_compared), plot]));
    this.plots = this.definitions.map((definition) => {
      const key = shape(definition, is_compared);
      const same = kept.get(key);
      kept.delete(key);
      return same ?? new Plot(definition, is_compared, this.events);
    });
    for (const plot of kept.values()) plot.destroy();
    this.grid.replaceChildren(...this.plots.map((plot) => plot.element));
  }

  private table_of(definitions: readonly ChartDefinition[], view: BoardView): HTMLTableElement {
    const { window, other, moments } = this.lens;
    return values_table(definitions, { series: view.series, window, moments, other });
  }
}

/** A line of a series as so many points as can be told apart in a window; its clock for null. */
function points(series: Series, shown: TimeWindow, line: ChartDefinition["lines"][number] | null): (number | null)[] {
  const { frame_s } = series.layout;
  const count = frames_per_point(frame_s, shown.to_s - shown.from_s);
  const readings =
    line === null ? series.frames.map((frame) => frame.clock_s) : column(series, line.subject, line.metric);
  return thinned(readings, count);
}

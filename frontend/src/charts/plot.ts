/** One chart: a uPlot with its own legend, marks of what was done, and the cursor that all charts share. */

import uPlot from "uplot";

import { clock_text } from "../design/quantities";
import type { Reading } from "../live/frames";
import type { ChartDefinition } from "./chart";
import { reading_text } from "./numbers";
import { colour, paint_marks, type Mark } from "./plot_marks";
import { PlotHead } from "./plot_head";
import type { TimeWindow } from "./window";

export interface PlotNumbers {
  readonly clock_s: readonly number[];
  readonly columns: readonly (readonly Reading[])[];
  /** The same lines of another run at the same times; empty when none is compared. */
  readonly others: readonly (readonly Reading[])[];
}

/** What a chart is drawn with besides its numbers. */
export interface PlotView {
  readonly shown: TimeWindow;
  readonly marks: readonly Mark[];
  /** Pinned moments. */
  readonly moments: readonly number[];
  readonly cursor_s: number | null;
  readonly is_pinned: boolean;
  readonly is_table: boolean;
}

/** What a person does with a chart. */
export interface PlotEvents {
  pick(clock_s: number): void;
  brush(from_s: number, to_s: number): void;
  zoom(at_s: number, factor: number): void;
  pin(key: string): void;
  table(key: string): void;
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2], [10, 4], [4, 4]];
const OTHER_DASH = [1.5, 3];
const HEAD_PX = 54;
const BRUSHED_FROM_PX = 5;
const NOTHING_BRUSHED = { left: 0, top: 0, width: 0, height: 0 };

export class Plot {
  readonly element = document.createElement("figure");
  readonly table = document.createElement("div");
  private readonly head: PlotHead;
  private readonly canvas = document.createElement("div");
  private readonly chart: uPlot;
  private readonly resizing: ResizeObserver;
  private numbers: PlotNumbers = { clock_s: [], columns: [], others: [] };
  private view: PlotView | null = null;
  private was_brushed = false;

  constructor(
    readonly definition: ChartDefinition,
    /** Whether every line has a second one of another run. */
    readonly is_compared: boolean,
    private readonly events: PlotEvents,
  ) {
    this.element.className = "plot";
    this.element.tabIndex = 0;
    this.element.dataset["chart"] = definition.key;
    this.head = new PlotHead(definition, events);
    this.canvas.className = "plot-canvas";
    this.canvas.setAttribute("aria-hidden", "true");
    this.table.className = "plot-own-table";
    this.table.hidden = true;
    this.table.tabIndex = 0;
    this.element.append(this.head.caption, this.head.legend, this.canvas, this.table);
    this.element.setAttribute("aria-labelledby", this.head.label_ids);
    this.element.setAttribute("aria-describedby", "chart-keys");
    const lines = is_compared ? 2 * definition.lines.length : definition.lines.length;
    this.chart = new uPlot(this.options(), [[], ...Array.from({ length: lines }, () => [])], this.canvas);
    this.listen();
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.element);
  }

  draw(numbers: PlotNumbers, view: PlotView): void {
    this.numbers = numbers;
    this.view = view;
    this.head.show_pressed(view.is_pinned, view.is_table);
    this.canvas.hidden = view.is_table;
    this.table.hidden = !view.is_table;
    const { from_s, to_s } = view.shown;
    const columns = [...numbers.columns, ...numbers.others] as (number | null)[][];
    this.chart.batch(() => {
      this.chart.setData([numbers.clock_s as number[], ...columns], false);
      this.chart.setScale("x", { min: from_s, max: to_s });
    });
    this.show_values(null);
  }

  destroy(): void {
    this.resizing.disconnect();
    this.chart.destroy();
    this.element.remove();
  }

  private listen(): void {
    const { over } = this.chart;
    over.addEventListener("click", () => {
      const { left } = this.chart.cursor;
      if (!this.was_brushed && left !== undefined && left >= 0) this.events.pick(this.chart.posToVal(left, "x"));
      this.was_brushed = false;
    });
    over.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const at_s = this.chart.posToVal(event.offsetX, "x");
        this.events.zoom(at_s, event.deltaY < 0 ? 0.8 : 1.25);
      },
      { passive: false },
    );
  }

  private resize(): void {
    const width = this.element.clientWidth;
    const height = this.element.clientHeight - HEAD_PX;
    if (width > 40 && height > 40) this.chart.setSize({ width, height });
  }

  /** The legend shows the values under the pointer, else at the time cursor, else the newest. */
  private show_values(hovered: number | null): void {
    const index = hovered ?? this.cursor_index();
    const text = (columns: readonly (readonly Reading[])[], line: number): string =>
      reading_text(this.definition.scale, columns[line]?.[index]);
    this.definition.lines.forEach((_each, line) => {
      this.head.show_value(
        line,
        text(this.numbers.columns, line),
        this.is_compared ? text(this.numbers.others, line) : "",
      );
    });
  }

  private cursor_index(): number {
    const { clock_s } = this.numbers;
    const cursor_s = this.view?.cursor_s ?? null;
    if (cursor_s === null) return clock_s.length - 1;
    return Math.max(
      0,
      clock_s.findLastIndex((at) => at <= cursor_s + 1e-9),
    );
  }

  private brushed(): void {
    const { left, width } = this.chart.select;
    if (width < BRUSHED_FROM_PX) return;
    this.was_brushed = true;
    const [from_s, to_s] = [this.chart.posToVal(left, "x"), this.chart.posToVal(left + width, "x")];
    this.chart.setSelect(NOTHING_BRUSHED, false);
    this.events.brush(from_s, to_s);
  }

  private options(): uPlot.Options {
    const { scale, lines } = this.definition;
    const axis = {
      stroke: () => colour("ink-muted"),
      grid: { stroke: () => colour("line"), width: 1 },
      ticks: { show: false },
      font: '12px "Fira Sans", sans-serif',
    };
    const others = this.is_compared ? lines.map((line, index) => line_style(line.label, index, true)) : [];
    return {
      width: 260,
      height: 120,
      legend: { show: false },
      padding: [6, 20, 0, 0],
      cursor: {
        // Charts share where the pointer is; what is brushed in one is told to the others as a window.
        sync: { key: "run", filters: { pub: (type) => type !== "mousedown" && type !== "mouseup" } },
        y: false,
        points: { size: 6 },
        drag: { x: true, y: false, setScale: false, dist: BRUSHED_FROM_PX },
      },
      scales: {
        x: { time: false },
        y: { range: (_chart, _low, high) => [0, scale === "ratio" ? 1 : Math.max(high || 0, 1e-3) * 1.08] },
      },
      axes: [
        { ...axis, size: 22, gap: 2, space: 56, values: (_chart, ticks) => ticks.map(clock_text) },
        {
          ...axis,
          size: scale === "bitrate" ? 66 : 46,
          gap: 4,
          space: 24,
          values: (_chart, ticks) => ticks.map((tick) => (tick === 0 ? "" : reading_text(scale, tick))),
        },
      ],
      series: [{}, ...lines.map((line, index) => line_style(line.label, index, false)), ...others],
      hooks: {
        draw: [(chart) => this.view !== null && paint_marks(chart, this.view)],
        setCursor: [(chart) => this.show_values(chart.cursor.idx ?? null)],
        setSelect: [() => this.brushed()],
      },
    };
  }
}

function line_style(label: string, index: number, is_other: boolean): uPlot.Series {
  return {
    label,
    stroke: () => colour(`series-${(index % 7) + 1}`),
    width: is_other ? 1.25 : 1.75,
    alpha: is_other ? 0.75 : 1,
    dash: is_other ? OTHER_DASH : [...(DASHES[index % DASHES.length] ?? [])],
    points: { show: false },
  };
}

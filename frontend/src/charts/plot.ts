/** One chart: a uPlot with its own legend, marks of interventions, and the cursor that all charts share. */

import uPlot from "uplot";

import type { Reading } from "../live/frames";
import { clock_text } from "../design/quantities";
import type { ChartDefinition } from "./chart";
import { reading_text } from "./numbers";

/** An intervention as charts mark it. */
export interface Mark {
  readonly clock_s: number;
  readonly heal: boolean;
  readonly sentence: string;
}

export interface PlotNumbers {
  readonly clock_s: readonly number[];
  readonly columns: readonly (readonly Reading[])[];
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2], [10, 4], [4, 4]];
const HEAD_PX = 50;

export class Plot {
  readonly element = document.createElement("figure");
  private readonly values: readonly HTMLElement[];
  private readonly chart: uPlot;
  private readonly resizing: ResizeObserver;
  private numbers: PlotNumbers = { clock_s: [], columns: [] };
  private marks: readonly Mark[] = [];
  private cursor_s: number | null = null;

  constructor(
    readonly definition: ChartDefinition,
    on_pick: (clock_s: number) => void,
  ) {
    this.element.className = "plot";
    const caption = document.createElement("figcaption");
    caption.textContent = definition.title;
    const legend = document.createElement("ul");
    legend.className = "plot-legend";
    this.values = definition.lines.map((line, index) => legend_entry(legend, line.label, index));
    const canvas = document.createElement("div");
    canvas.className = "plot-canvas";
    canvas.setAttribute("aria-hidden", "true");
    this.element.append(caption, legend, canvas);
    this.chart = new uPlot(this.options(), [[], ...definition.lines.map(() => [])], canvas);
    this.chart.over.addEventListener("click", () => {
      const left = this.chart.cursor.left;
      if (left !== undefined && left >= 0) on_pick(this.chart.posToVal(left, "x"));
    });
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.element);
  }

  draw(numbers: PlotNumbers, reach_s: number, marks: readonly Mark[], cursor_s: number | null): void {
    this.numbers = numbers;
    this.marks = marks;
    this.cursor_s = cursor_s;
    this.chart.batch(() => {
      this.chart.setData([numbers.clock_s as number[], ...(numbers.columns as (number | null)[][])], false);
      this.chart.setScale("x", { min: 0, max: reach_s });
    });
    this.show_values(null);
  }

  destroy(): void {
    this.resizing.disconnect();
    this.chart.destroy();
    this.element.remove();
  }

  private resize(): void {
    const width = this.element.clientWidth;
    const height = this.element.clientHeight - HEAD_PX;
    if (width > 40 && height > 40) this.chart.setSize({ width, height });
  }

  /** The legend shows the values under the pointer, else at the time cursor, else the newest. */
  private show_values(hovered: number | null): void {
    const index = hovered ?? this.cursor_index();
    this.values.forEach((value, line) => {
      value.textContent = reading_text(this.definition.scale, this.numbers.columns[line]?.[index]);
    });
  }

  private cursor_index(): number {
    const { clock_s } = this.numbers;
    if (this.cursor_s === null) return clock_s.length - 1;
    const found = clock_s.findLastIndex((at) => at <= this.cursor_s! + 1e-9);
    return Math.max(0, found);
  }

  private options(): uPlot.Options {
    const { scale } = this.definition;
    const axis = {
      stroke: () => colour("ink-muted"),
      grid: { stroke: () => colour("line"), width: 1 },
      ticks: { show: false },
      font: '12px "Fira Sans", sans-serif',
    };
    return {
      width: 260,
      height: 120,
      legend: { show: false },
      padding: [6, 20, 0, 0],
      cursor: { sync: { key: "run" }, y: false, points: { size: 6 }, drag: { x: false, y: false } },
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
      series: [{}, ...this.definition.lines.map((line, index) => line_style(line.label, index))],
      hooks: {
        draw: [(chart) => this.paint_marks(chart)],
        setCursor: [(chart) => this.show_values(chart.cursor.idx ?? null)],
      },
    };
  }

  /** Interventions as upright lines, breaking and healing apart by shape, and the time that is looked at. */
  private paint_marks(chart: uPlot): void {
    const pen = chart.ctx;
    const { top, height, left, width } = chart.bbox;
    const ratio = devicePixelRatio;
    pen.save();
    for (const mark of this.marks) {
      const x = chart.valToPos(mark.clock_s, "x", true);
      if (x < left || x > left + width) continue;
      pen.strokeStyle = pen.fillStyle = colour(mark.heal ? "good" : "danger");
      pen.lineWidth = ratio;
      pen.setLineDash([3 * ratio, 3 * ratio]);
      pen.beginPath();
      pen.moveTo(x, top);
      pen.lineTo(x, top + height);
      pen.stroke();
      paint_flag(pen, x, top, mark.heal, ratio);
    }
    if (this.cursor_s !== null) {
      const x = chart.valToPos(this.cursor_s, "x", true);
      pen.setLineDash([]);
      pen.strokeStyle = colour("accent");
      pen.lineWidth = 1.5 * ratio;
      pen.beginPath();
      pen.moveTo(x, top);
      pen.lineTo(x, top + height);
      pen.stroke();
    }
    pen.restore();
  }
}

function paint_flag(pen: CanvasRenderingContext2D, x: number, top: number, heal: boolean, ratio: number): void {
  const size = 4 * ratio;
  pen.beginPath();
  if (heal) {
    pen.arc(x, top + size, size, 0, 2 * Math.PI);
  } else {
    pen.moveTo(x - size, top);
    pen.lineTo(x + size, top);
    pen.lineTo(x, top + size * 1.8);
    pen.closePath();
  }
  pen.fill();
}

function line_style(label: string, index: number): uPlot.Series {
  return {
    label,
    stroke: () => colour(`series-${(index % 7) + 1}`),
    width: 1.75,
    dash: [...(DASHES[index % DASHES.length] ?? [])],
    points: { show: false },
  };
}

function legend_entry(legend: HTMLElement, label: string, index: number): HTMLElement {
  const entry = document.createElement("li");
  const key = document.createElement("i");
  key.dataset["series"] = String((index % 7) + 1);
  const name = document.createElement("span");
  name.textContent = label;
  const value = document.createElement("b");
  entry.append(key, name, value);
  legend.append(entry);
  return value;
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The head of a chart: its title, what can be done with it, and a legend that says its values. */

import type { ChartDefinition } from "./chart";
import { icon_button } from "./controls";
import { t } from "../words/words";

interface HeadEvents {
  pin(key: string): void;
  table(key: string): void;
}

export class PlotHead {
  readonly caption = document.createElement("figcaption");
  readonly legend = document.createElement("ul");
  /** What names the chart for screen readers: its title and its values. */
  readonly label_ids: string;
  private readonly values: readonly { readonly now: HTMLElement; readonly other: HTMLElement }[];
  private readonly pin: HTMLButtonElement;
  private readonly table: HTMLButtonElement;

  constructor({ key, title, lines }: ChartDefinition, events: HeadEvents) {
    const id = `chart-${key}-${Math.random().toString(36).slice(2, 8)}`;
    const name = document.createElement("span");
    name.id = `${id}-title`;
    name.textContent = title;
    this.pin = icon_button("pin", `Pin ${title}`, () => events.pin(key));
    this.table = icon_button("table", t("{title} as a table", { title }), () => events.table(key));
    this.caption.append(name, this.table, this.pin);
    this.legend.className = "plot-legend";
    this.legend.id = `${id}-legend`;
    // Where it is longer than the chart is wide, it is scrolled.
    this.legend.tabIndex = 0;
    this.values = lines.map((line, index) => legend_entry(this.legend, line.label, index));
    this.label_ids = `${name.id} ${this.legend.id}`;
  }

  show_pressed(is_pinned: boolean, is_table: boolean): void {
    this.pin.setAttribute("aria-pressed", String(is_pinned));
    this.table.setAttribute("aria-pressed", String(is_table));
  }

  /** The value of a line, and of the same line in the run that is compared. */
  show_value(line: number, now: string, other: string): void {
    const value = this.values[line];
    if (value === undefined) return;
    value.now.textContent = now;
    value.other.textContent = other === "" ? "" : `vs ${other}`;
  }
}

function legend_entry(legend: HTMLElement, label: string, index: number): { now: HTMLElement; other: HTMLElement } {
  const entry = document.createElement("li");
  const key = document.createElement("i");
  key.dataset["series"] = String((index % 7) + 1);
  const name = document.createElement("span");
  name.textContent = label;
  const now = document.createElement("b");
  const other = document.createElement("small");
  entry.append(key, name, now, other);
  legend.append(entry);
  return { now, other };
}

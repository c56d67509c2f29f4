/** The map of calls as a table: a caller in each row, a callee in each column, colour and words for how much. */

import { latency_text, percent_text, three_digits } from "../design/quantities";
import type { Series } from "../live/frames";
import { t } from "../words/words";
import { call_map, level_of, value_of, type CallCell, type CallMap, type CallMeasure, type Ends } from "./calls";
import type { TimeWindow } from "./window";

const TEXTS: Readonly<Record<CallMeasure, (value: number) => string>> = {
  rate: (value) => `${three_digits(value)}\u2009/s`,
  errors: (value) => (value > 0 ? `✕ ${percent_text(value)}` : percent_text(value)),
  latency: latency_text,
};

export class CallBoard {
  private readonly table = document.createElement("table");
  private readonly choice = document.createElement("div");
  private measure: CallMeasure = "rate";
  private drawn = "";
  private view: readonly [Series, TimeWindow] | null = null;

  constructor(
    host: HTMLElement,
    private readonly label_of: (id: string) => string,
    private readonly ends_of: (id: string) => Ends | null,
  ) {
    this.choice.className = "call-choice";
    this.choice.setAttribute("role", "group");
    this.choice.setAttribute("aria-label", t("What the cells say"));
    this.choice.append(
      this.button("rate", t("Calls a second")),
      this.button("errors", t("Failing")),
      this.button("latency", t("p99")),
    );
    this.table.className = "call-map";
    const caption = document.createElement("p");
    caption.className = "muted";
    caption.textContent = t("Who calls (rows) whom (columns). Deeper is more: two shades are ten times.");
    host.replaceChildren(this.choice, this.table, caption);
  }

  draw(series: Series, window: TimeWindow): void {
    this.view = [series, window];
    const map = call_map(series, window, this.ends_of);
    const texts = map.callers.map((from) => map.callees.map((to) => this.text(map.cell(from, to))));
    const shape = JSON.stringify([map.callers, map.callees, texts, this.measure]);
    if (shape === this.drawn) return;
    this.drawn = shape;
    this.table.replaceChildren(this.head(map), ...map.callers.map((from) => this.row(map, from)));
  }

  private button(measure: CallMeasure, label: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = label;
    button.setAttribute("aria-pressed", String(measure === this.measure));
    button.addEventListener("click", () => {
      this.measure = measure;
      for (const other of this.choice.children) other.setAttribute("aria-pressed", String(other === button));
      if (this.view !== null) this.draw(...this.view);
    });
    return button;
  }

  private head({ callees }: CallMap): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.append(cell("th", t("Caller")), ...callees.map((id) => cell("th", this.label_of(id), "col")));
    return row;
  }

  private row(map: CallMap, from: string): HTMLTableRowElement {
    const row = document.createElement("tr");
    const values = map.callers.flatMap((one) => map.callees.map((to) => this.value(map.cell(one, to)) ?? 0));
    const largest = Math.max(0, ...values);
    const cells = map.callees.map((to) => {
      const found = map.cell(from, to);
      const made = cell("td", this.text(found));
      made.dataset["level"] = String(level_of(this.value(found), largest));
      made.classList.toggle("is-trouble", this.measure === "errors" && (found?.failing ?? 0) >= 0.01);
      return made;
    });
    row.append(cell("th", this.label_of(from), "row"), ...cells);
    return row;
  }

  private value(found: CallCell | null): number | null {
    return found === null ? null : value_of(found, this.measure);
  }

  private text(found: CallCell | null): string {
    const value = this.value(found);
    if (found === null) return "";
    return value === null ? "–" : TEXTS[this.measure](value);
  }
}

function cell(name: "th" | "td", text: string, scope = ""): HTMLTableCellElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (scope !== "") made.setAttribute("scope", scope);
  return made;
}

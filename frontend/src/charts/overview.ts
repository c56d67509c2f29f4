/** The big numbers of a run at one moment. */

import { recent, type Reading, type Series } from "../live/frames";
import { latency_text, three_digits } from "../design/quantities";

interface Figure {
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  readonly text: (value: number) => string;
  /** Above zero is bad news and is marked so. */
  readonly is_trouble?: boolean;
}

const FIGURES: readonly Figure[] = [
  { metric: "offered_per_s", label: "Offered", unit: "/s", text: three_digits },
  { metric: "ok_per_s", label: "Answered well", unit: "/s", text: three_digits },
  { metric: "error_per_s", label: "Errors", unit: "/s", text: three_digits, is_trouble: true },
  { metric: "shed_per_s", label: "Shed", unit: "/s", text: three_digits, is_trouble: true },
  { metric: "in_flight", label: "In flight", unit: "", text: three_digits },
  { metric: "latency_s_p50", label: "p50", unit: "", text: latency_text },
  { metric: "latency_s_p95", label: "p95", unit: "", text: latency_text },
  { metric: "latency_s_p99", label: "p99", unit: "", text: latency_text },
];

export class Overview {
  private readonly values: readonly HTMLElement[];

  constructor(
    host: HTMLElement,
    private readonly metrics: readonly string[] = FIGURES.map((figure) => figure.metric),
  ) {
    const list = document.createElement("dl");
    list.className = "big-numbers";
    this.values = this.figures().map((figure) => {
      const entry = document.createElement("div");
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = figure.label;
      value.textContent = "–";
      entry.append(term, value);
      list.append(entry);
      return value;
    });
    host.replaceChildren(list);
  }

  /** Shows the second that ends with the frame at `position`; a quarter of a second alone would only show noise. */
  show(series: Series, position: number): void {
    this.figures().forEach((figure, index) => {
      const value = recent(series, position, { of: "totals" }, figure.metric);
      const element = this.values[index];
      if (element === undefined) return;
      element.textContent = figure_text(figure, value);
      element.classList.toggle("is-trouble", figure.is_trouble === true && (value ?? 0) > 0);
    });
  }

  private figures(): readonly Figure[] {
    return FIGURES.filter((figure) => this.metrics.includes(figure.metric));
  }
}

function figure_text(figure: Figure, value: Reading): string {
  if (value === null) return "–";
  return figure.unit === "" ? figure.text(value) : `${figure.text(value)}\u2009${figure.unit}`;
}

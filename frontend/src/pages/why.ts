/** "Why this number": a popover for whatever says what it is in `data-why`, such as "totals:ok_per_s". */

import { definition_of, why_of, type Why } from "../charts/why";
import type { TimeWindow } from "../charts/window";
import type { MetricDefinition } from "../design/catalogue";
import type { Series, Subject } from "../live/frames";
import { t } from "../words/words";
import { h } from "../panels/dom";

/** What a page shows at the moment of a run. */
export interface Shown {
  readonly series: Series;
  /** What stretch of time the numbers of a table are of. */
  window_of(table: string): TimeWindow;
  /** The id of the component or connection that is chosen; empty for none. */
  readonly chosen: string;
}

/** Listens for questions. `metrics` may have to be fetched; `shown` gives null where no run is shown. */
export function answer_why(metrics: () => Promise<readonly MetricDefinition[]>, shown: () => Shown | null): void {
  const popover = h("div", { class: "why-popover", role: "dialog", "aria-label": t("Why this number") });
  popover.popover = "auto";
  document.body.append(popover);
  document.body.addEventListener("click", (event) => {
    const asked = (event.target as Element).closest<HTMLElement>("[data-why]");
    if (asked === null || asked.dataset["why"] === "") return;
    void metrics().then((known) => {
      const why = answered(asked, known, shown());
      if (why !== null) open(popover, asked, why);
    });
  });
}

function answered(asked: HTMLElement, known: readonly MetricDefinition[], shown: Shown | null): Why | null {
  const [of = "", name = ""] = (asked.dataset["why"] ?? "").split(":");
  const told = definition_of(known, of, name);
  if (told === undefined) return null;
  if (of === "summary") return of_summary(asked, told);
  if (shown === null) return null;
  const subject = (of === "totals" ? { of } : { of, id: shown.chosen }) as Subject;
  return why_of(told, shown.series, shown.window_of(of), subject);
}

/** A number of a report: the server wrote beside it of how many answers it is, and around it of what time. */
function of_summary(asked: HTMLElement, told: MetricDefinition): Why {
  const { samples } = asked.dataset;
  const window = asked.closest<HTMLElement>("[data-why-window]")?.dataset["whyWindow"] ?? "";
  return {
    title: told.label,
    formula: told.formula,
    inputs: [
      ...(samples === undefined ? [] : ([[t("samples"), samples]] as const)),
      ...(window === "" ? [] : ([[t("window"), window]] as const)),
    ],
    assumption: told.assumption,
  };
}

const GAP_PX = 6;

function open(popover: HTMLElement, asked: HTMLElement, { title, formula, inputs, assumption }: Why): void {
  const close = h("button", { type: "button", class: "quiet", onclick: () => popover.hidePopover() }, t("Close"));
  popover.replaceChildren(
    h("h3", {}, title),
    h("p", { class: "why-formula" }, formula),
    h("dl", {}, ...inputs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    ...(assumption === "" ? [] : [h("p", { class: "muted" }, assumption)]),
    close,
  );
  popover.showPopover();
  const { left, top, bottom } = asked.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const above = top - height - GAP_PX;
  popover.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - width - GAP_PX))}px`;
  popover.style.top = `${above >= GAP_PX ? above : Math.min(bottom + GAP_PX, innerHeight - height - GAP_PX)}px`;
  // The browser gives the focus back to who asked.
  close.focus({ preventScroll: true });
}

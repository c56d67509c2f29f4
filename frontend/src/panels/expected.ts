/** What is expected before any run, as the inspector tells it: figures, and the assumptions that the design breaks. */

import {
  component_label,
  connection_label,
  find_component,
  find_connection,
  type DesignDocument,
  type Ref,
} from "../design/document";
import {
  ABOUT,
  class_figures,
  component_figures,
  connection_figures,
  limiting_sentence,
  overload_sentence,
  type Assumption,
  type Estimate,
  type Expected,
  type ExpectedFigure,
} from "../design/estimate";
import { three_digits } from "../design/quantities";
import type { PanelContext } from "./context";
import { h } from "./dom";
import { t } from "../words/words";

const TITLE = t("Expected, before any run");

/** The place in the inspector that `expected_of` fills. */
export function expected_slot(): HTMLElement {
  return h("section", { class: "expected", "data-expected": "", "aria-label": TITLE, hidden: true });
}

/** What is expected of what is chosen, of the whole design when nothing is. */
export function expected_of(context: PanelContext, ref: Ref | null): readonly (HTMLElement | null)[] {
  const expected = context.expected();
  if (expected === null) return [];
  const parts = ref === null ? of_whole(context, expected.estimate) : of_one(expected.estimate, ref);
  return parts.length === 0 ? [] : [h("h3", {}, TITLE), doubt_of(expected), ...parts];
}

function doubt_of({ doubt }: Expected): HTMLElement | null {
  return doubt === "" ? null : h("p", { class: "doubt" }, t("Of an earlier state of this design. {doubt}", { doubt }));
}

function of_one(estimate: Estimate, ref: Ref): readonly (HTMLElement | null)[] {
  const about = estimate.assumptions.filter(({ of }) => of === ref.id);
  const broken = assumption_list(t("What the estimate leaves out here"), about.map(({ text }) => h("li", {}, text)));
  const component = ref.of === "component" ? estimate.components[ref.id] : undefined;
  if (component !== undefined)
    return [figure_list(component_figures(component)), warning(overload_sentence(component)), broken];
  const connection = ref.of === "connection" ? estimate.connections[ref.id] : undefined;
  return connection === undefined ? [] : [figure_list(connection_figures(connection)), broken];
}

function of_whole(context: PanelContext, estimate: Estimate): readonly (HTMLElement | null)[] {
  const { document: design } = context.store;
  const limit = limiting_sentence(estimate, (id) => component_label(design, id));
  const is_over = estimate.limiting !== null && estimate.limiting.headroom < 1;
  const classes = Object.entries(estimate.classes).flatMap(([name, expected]) => [
    h("h4", {}, t("Requests “{name}”", { name })),
    figure_list(class_figures(expected)),
  ]);
  const computing = t("One run takes {seconds} s of computing.", {
    seconds: ABOUT + three_digits(estimate.computing_s),
  });
  const costs = t("Costs {price} credits an hour.", { price: ABOUT + three_digits(estimate.price_per_hour) });
  const price = h("p", {}, `${costs} ${computing}`);
  const entries = estimate.assumptions.map((assumption) => assumption_entry(context, assumption));
  return [
    ...classes,
    is_over ? warning(limit) : limit === "" ? null : h("p", {}, limit),
    price,
    assumption_list(t("What the estimate leaves out"), entries),
  ];
}

function figure_list(figures: readonly ExpectedFigure[]): HTMLElement {
  return h(
    "dl",
    { class: "expected-figures" },
    ...figures.map(({ label, text }) => h("div", {}, h("dt", {}, label), h("dd", {}, text))),
  );
}

function warning(text: string): HTMLElement | null {
  return text === "" ? null : h("p", { class: "expected-warning" }, text);
}

function assumption_list(title: string, entries: readonly HTMLElement[]): HTMLElement | null {
  return entries.length === 0 ? null : h("div", { class: "assumptions" }, h("h4", {}, title), h("ul", {}, ...entries));
}

/** An assumption about one thing leads to it. */
function assumption_entry(context: PanelContext, { of, text }: Assumption): HTMLElement {
  const ref = ref_of(context.store.document, of);
  if (ref === null) return h("li", {}, text);
  const choose = (): void => context.store.select([ref]);
  const name = name_of(context.store.document, ref);
  const show = h("button", { type: "button", class: "quiet show-it", onclick: choose }, t("Show {name}", { name }));
  return h("li", {}, text, " ", show);
}

function ref_of(design: DesignDocument, id: string): Ref | null {
  if (find_component(design, id) !== undefined) return { of: "component", id };
  return find_connection(design, id) === undefined ? null : { of: "connection", id };
}

function name_of(design: DesignDocument, { id }: Ref): string {
  const connection = find_connection(design, id);
  return connection === undefined ? component_label(design, id) : connection_label(design, connection);
}

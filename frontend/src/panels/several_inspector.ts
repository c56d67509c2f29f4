/** The inspector of several things at once: what they have in common, and a place around them. */

import { words_of } from "../design/catalogue";
import { common_parameters, set_parameters } from "../design/bulk";
import { places_of, type Ref } from "../design/document";
import { add_place } from "../design/edits";
import { remove } from "../design/removal";
import { more } from "./component_inspector";
import type { PanelContext } from "./context";
import { glyph, h } from "./dom";
import { field } from "./fields";
import { in_a_sentence, t, tn } from "../words/words";

export function several_inspector(context: PanelContext, selection: readonly Ref[]): readonly (HTMLElement | null)[] {
  const members = selection.filter((ref) => ref.of === "component").map((ref) => ref.id);
  return [
    h(
      "header",
      { class: "inspector-head is-plain" },
      h("h2", {}, tn("{count} chosen", "{count} chosen", selection.length)),
    ),
    common_section(context, members),
    context.is_editable && members.length > 0 ? place_section(context, members) : null,
    context.is_editable ? arrange_section(context) : null,
    context.is_editable ? removal(context, selection, t("Delete all chosen")) : null,
  ];
}

/** What is set here is set for all of them, as one step. */
function common_section(context: PanelContext, members: readonly string[]): HTMLElement | null {
  if (members.length < 2) return null;
  const { store, catalogue } = context;
  const is_locked = !context.is_editable || members.some((id) => context.is_locked({ of: "component", id }));
  const shared = common_parameters(catalogue, store.document, members);
  const rows = shared.map(({ parameter, value, is_mixed }) => ({
    parameter,
    row: field(parameter, {
      key: `bulk-${parameter.name}`,
      value,
      is_mixed,
      is_locked,
      on_change: (next) => store.commit(set_parameters(store.document, members, parameter.name, next)),
    }),
  }));
  const listed = (advanced: boolean): readonly HTMLElement[] =>
    rows.filter(({ parameter }) => parameter.advanced === advanced).map(({ row }) => row);
  const title = t("Parameters of all {count}", { count: members.length });
  if (rows.length === 0)
    return h("section", { "aria-label": title }, h("p", { class: "muted" }, t("They have no parameter in common.")));
  return h(
    "section",
    { "aria-label": title },
    h("h3", {}, title),
    ...listed(false),
    listed(true).length > 0 && more(t("More"), "more-bulk", listed(true)),
  );
}

function place_section(context: PanelContext, members: readonly string[]): HTMLElement {
  const { store, catalogue } = context;
  const put = (type: string): void => {
    const count = places_of(store.document).filter((place) => place.type === type).length + 1;
    store.commit(add_place(store.document, type, `${words_of(type)} ${count}`, members));
  };
  const buttons = catalogue.place_types.map((type) =>
    h(
      "button",
      { type: "button", "data-key": `new-${type}`, onclick: () => put(type) },
      t("Put into a new {kind}", { kind: type === "isp" ? "ISP" : in_a_sentence(words_of(type)) }),
    ),
  );
  return h("section", { class: "stacked-buttons", "aria-label": t("Places") }, ...buttons);
}

const ARRANGING: readonly (readonly [string, string])[] = [
  ["align_left", t("Left")],
  ["align_centre", t("Centre")],
  ["align_right", t("Right")],
  ["align_top", t("Top")],
  ["align_middle", t("Middle")],
  ["align_bottom", t("Bottom")],
  ["distribute_across", t("Across")],
  ["distribute_down", t("Down")],
];

function arrange_section(context: PanelContext): HTMLElement {
  const buttons = ARRANGING.map(([name, text]) =>
    h("button", { type: "button", class: "quiet", "data-key": name, onclick: () => context.act(name) }, text),
  );
  return h(
    "section",
    { "aria-label": t("Align and distribute") },
    h("h3", {}, t("Align and distribute")),
    h("div", { class: "arrange-buttons" }, ...buttons),
  );
}

/** The button that takes things out of the design. */
export function removal(context: PanelContext, refs: readonly Ref[], text: string): HTMLElement {
  const delete_them = (): void => context.store.commit(remove(context.store.document, refs));
  return h(
    "section",
    { class: "inspector-actions", "aria-label": t("Removal") },
    h(
      "button",
      { type: "button", class: "quiet danger-text", "data-key": "delete", onclick: delete_them },
      glyph("trash"),
      text,
    ),
  );
}

/** The inspector: whatever is chosen, drawn from the catalogue. */

import { words_of } from "../design/catalogue";
import { components_of, find_note, find_place, label_of, places_of, type Place } from "../design/document";
import { box_place, collapse, rewrite_note } from "../design/drawing";
import { change_place } from "../design/edits";
import { break_section } from "./breaking";
import { component_inspector } from "./component_inspector";
import { connection_inspector } from "./connection_inspector";
import type { LiveFact, PanelContext } from "./context";
import { glyph, h, refill } from "./dom";
import { expected_of, expected_slot } from "./expected";
import { all_problems } from "./problems";
import { removal, several_inspector } from "./several_inspector";
import { workload_section } from "./traffic_editor";
import { t } from "../words/words";

export class Inspector {
  private readonly body = h("div", { class: "inspector-body" });
  private readonly help_title = h("strong", {});
  private readonly help_text = h("p", {});
  private readonly help = h("div", { class: "inspector-help", "aria-hidden": "true" }, this.help_title, this.help_text);

  constructor(
    host: HTMLElement,
    private readonly context: PanelContext,
  ) {
    host.replaceChildren(this.body, this.help);
    // Where nothing can be set, nothing in it takes the focus, and it still has to be scrolled.
    if (!context.is_editable) this.body.tabIndex = 0;
    for (const name of ["focusin", "pointerover"] as const)
      this.body.addEventListener(name, (event) => this.explain(event.target));
    this.say("", t("Point at a field or step into it, and it is explained here."));
    context.store.subscribe((now, before) => {
      if (now.document !== before.document || now.selection !== before.selection) this.draw();
    });
    this.draw();
  }

  /** Draws the panel again, such as when a run begins or ends. */
  draw(): void {
    const { selection } = this.context.store;
    const [only, second] = selection;
    const redraw = (): void => this.draw();
    if (only === undefined) refill(this.body, ...nothing_chosen(this.context));
    else if (second !== undefined) refill(this.body, ...several_inspector(this.context, selection));
    else if (only.of === "component") refill(this.body, ...component_inspector(this.context, only.id, redraw));
    else if (only.of === "connection") refill(this.body, ...connection_inspector(this.context, only.id, redraw));
    else if (only.of === "note") refill(this.body, ...note_inspector(this.context, only.id));
    else refill(this.body, ...place_inspector(this.context, only.id, redraw));
    this.show_expected();
  }

  /** Shows what is expected of what is chosen, without drawing the fields again: one may be half typed. */
  show_expected(): void {
    const slot = this.body.querySelector<HTMLElement>("[data-expected]");
    if (slot === null) return;
    refill(slot, ...expected_of(this.context, this.context.store.selection[0] ?? null));
    slot.hidden = slot.childElementCount === 0;
  }

  /** Shows the live numbers of what is chosen, without drawing the rest again. */
  show_facts(facts: readonly LiveFact[]): void {
    const list = this.body.querySelector("[data-live-facts]");
    if (list === null) return;
    if (list.children.length !== facts.length) {
      const button = (): HTMLElement => h("button", { type: "button", class: "why" });
      list.replaceChildren(...facts.map(() => h("div", {}, h("dt", {}), h("dd", {}, button()))));
    }
    facts.forEach((fact, index) => {
      const term = list.children[index]?.querySelector("dt") ?? undefined;
      const value = list.children[index]?.querySelector<HTMLElement>(".why") ?? undefined;
      if (term !== undefined && term.textContent !== fact.label) term.textContent = fact.label;
      if (value !== undefined && value.textContent !== fact.text) value.textContent = fact.text;
      if (value !== undefined) value.dataset["why"] = fact.why ?? "";
    });
  }

  private explain(target: EventTarget | null): void {
    const about = target instanceof Element ? target.closest<HTMLElement>("[data-help]") : null;
    if (about !== null) this.say(about.dataset["helpTitle"] ?? "", about.dataset["help"] ?? "");
  }

  private say(title: string, text: string): void {
    this.help_title.textContent = title;
    this.help_text.textContent = text;
  }
}

function nothing_chosen(context: PanelContext): readonly (HTMLElement | null)[] {
  const design = context.store.document;
  const is_empty = components_of(design).length === 0;
  return [
    h("header", { class: "inspector-head is-plain" }, h("h2", {}, t("This design"))),
    design.description ? h("p", { class: "design-description" }, design.description) : null,
    all_problems(context),
    expected_slot(),
    is_empty ? null : workload_section(context),
    is_empty ? h("p", { class: "muted" }, t("Choose something on the canvas to set it here.")) : null,
  ];
}

function place_inspector(context: PanelContext, id: string, redraw: () => void): readonly (HTMLElement | null)[] {
  const { store, catalogue } = context;
  const place = find_place(store.document, id);
  if (place === undefined) return [];
  const change = (fields: Parameters<typeof change_place>[2]): void =>
    store.commit(change_place(store.document, id, fields));
  const value_of = (event: Event): string => (event.target as HTMLInputElement).value.trim();
  const name = h("input", {
    type: "text",
    class: "name-field",
    "aria-label": t("Name"),
    "data-key": "name",
    value: label_of(place),
    readonly: !context.is_editable,
    onchange: (event: Event) => change({ label: value_of(event) || place.id }),
  });
  const types = catalogue.place_types.map((type) =>
    h("option", { value: type, selected: type === place.type }, type === "isp" ? t("ISP") : words_of(type)),
  );
  const others = places_of(store.document).filter((other) => other.id !== id && other.within !== id);
  const around = others.map((other) =>
    h("option", { value: other.id, selected: other.id === place.within }, label_of(other)),
  );
  return [
    h(
      "header",
      { class: "inspector-head" },
      h("div", { class: "head-tile" }, glyph("fit")),
      h("div", {}, name, h("p", { class: "muted" }, t("A place that holds components"))),
    ),
    break_section(context, { of: "place", id }, redraw),
    h(
      "section",
      { "aria-label": t("Place") },
      row(
        t("Kind"),
        h(
          "select",
          {
            "aria-label": t("Kind"),
            "data-key": "place-type",
            disabled: !context.is_editable,
            onchange: (event: Event) => change({ type: value_of(event) }),
          },
          ...types,
        ),
      ),
      row(
        t("Within"),
        h(
          "select",
          {
            "aria-label": t("Within"),
            "data-key": "place-within",
            disabled: !context.is_editable,
            onchange: (event: Event) => change({ within: value_of(event) || null }),
          },
          h("option", { value: "" }, t("Nothing")),
          ...around,
        ),
      ),
    ),
    context.is_editable ? box_section(context, place) : null,
    context.is_editable ? removal(context, [{ of: "place", id }], t("Delete place, keep what is in it")) : null,
  ];
}

/** How the box is drawn. */
function box_section(context: PanelContext, place: Place): HTMLElement {
  const { store } = context;
  const close = place.collapsed !== true;
  const fit = (): void => store.commit(box_place(store.document, place.id, null));
  const size = place.size ?? null;
  const resize = (part: 0 | 1) => (event: Event): void => {
    const length = Math.round(Number((event.target as HTMLInputElement).value));
    if (!(length > 0) || size === null || !place.position) return;
    const next = part === 0 ? ([length, size[1]] as const) : ([size[0], length] as const);
    store.commit(box_place(store.document, place.id, { position: place.position, size: next }));
  };
  const side = (label: string, part: 0 | 1): HTMLElement | false =>
    size !== null &&
    row(
      label,
      h("input", {
        type: "text",
        inputmode: "numeric",
        "aria-label": label,
        "data-key": `box-${part}`,
        value: String(size[part]),
        onchange: resize(part),
      }),
    );
  return h(
    "section",
    { class: "stacked-buttons", "aria-label": t("Box") },
    side(t("Width"), 0),
    side(t("Height"), 1),
    size !== null && h("button", { type: "button", "data-key": "fit-box", onclick: fit }, t("Fit to what it holds")),
    h("p", { class: "muted" }, t("On the canvas its corner, or Ctrl+arrows, change its size.")),
    h(
      "button",
      {
        type: "button",
        "data-key": "collapse",
        onclick: () => store.commit(collapse(store.document, [place.id], close)),
      },
      close ? t("Collapse to one card") : t("Expand"),
    ),
  );
}

function note_inspector(context: PanelContext, id: string): readonly (HTMLElement | null)[] {
  const { store } = context;
  const note = find_note(store.document, id);
  if (note === undefined) return [];
  const text = h("textarea", {
    rows: "6",
    maxlength: 2000,
    "aria-label": t("Text of the note"),
    "data-key": "note-text",
    readonly: !context.is_editable,
    oninput: (event: Event) => {
      const words = (event.target as HTMLTextAreaElement).value;
      if (words.trim() !== "") store.commit(rewrite_note(store.document, id, words));
    },
  });
  text.value = note.text;
  return [
    h("header", { class: "inspector-head is-plain" }, h("h2", {}, t("Note"))),
    h("section", { "aria-label": t("Note") }, text, h("p", { class: "muted" }, t("Runs know nothing of notes."))),
    context.is_editable ? removal(context, [{ of: "note", id }], t("Delete note")) : null,
  ];
}

function row(label: string, control: HTMLElement): HTMLElement {
  return h("div", { class: "field" }, h("span", { class: "field-name" }, label), control);
}

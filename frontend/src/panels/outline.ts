/** The design as a list: the same drawing for a keyboard and a screen reader. */

import { find_type, type_label } from "../design/catalogue";
import {
  component_label,
  components_of,
  connections_of,
  find_place,
  is_same_ref,
  label_of,
  notes_of,
  places_of,
  type Component,
  type Ref,
} from "../design/document";
import type { PanelContext } from "./context";
import { h, refill, type_icon } from "./dom";
import { t } from "../words/words";

export class Outline {
  constructor(
    private readonly host: HTMLElement,
    private readonly context: PanelContext,
    private readonly on_choose: (id: string) => void,
    private readonly live_text: (id: string) => string,
  ) {
    context.store.subscribe(() => this.draw());
    this.draw();
  }

  draw(): void {
    if (this.host.hidden) return;
    const components = components_of(this.context.store.document);
    const empty = h("p", { class: "muted" }, t("Nothing is drawn yet. Choose a component in the palette to add it."));
    refill(
      this.host,
      h("h3", {}, t("Outline")),
      components.length === 0 ? empty : h("ul", {}, ...components.map((component) => this.entry(component))),
      ...this.others(),
    );
  }

  /** Places and notes, which have no card. */
  private others(): readonly HTMLElement[] {
    const { store } = this.context;
    const row = (ref: Ref, words: string): HTMLElement => {
      const properties = {
        type: "button",
        class: "quiet outline-row",
        "aria-pressed": String(store.selection.some((other) => is_same_ref(other, ref))),
        "data-key": `outline-${ref.id}`,
        onclick: () => store.select([ref]),
      };
      return h("li", {}, h("button", properties, words));
    };
    const places = places_of(store.document).map((place) =>
      row({ of: "place", id: place.id }, place.collapsed ? t("{name}, collapsed", {
        name: label_of(place),
      }) : label_of(place)),
    );
    const notes = notes_of(store.document).map((note) => row({ of: "note", id: note.id }, note.text));
    return [
      ...(places.length > 0 ? [h("h3", {}, t("Places")), h("ul", {}, ...places)] : []),
      ...(notes.length > 0 ? [h("h3", {}, t("Notes")), h("ul", {}, ...notes)] : []),
    ];
  }

  private entry(component: Component): HTMLElement {
    const { store, catalogue } = this.context;
    const is_chosen = store.selection.some((ref) => ref.of === "component" && ref.id === component.id);
    const called = connections_of(store.document).filter(({ from }) => from === component.id);
    const place = component.place ? find_place(store.document, component.place) : undefined;
    const words = [
      type_label(catalogue, component.type),
      place && t("in {place}", { place: label_of(place) }),
      this.live_text(component.id),
    ]
      .filter(Boolean)
      .join(" · ");
    const calls = called.map(({ id, to }) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "quiet link-row",
            "data-key": `outline-${id}`,
            onclick: () => store.select([{ of: "connection", id }]),
          },
          `→ ${component_label(store.document, to)}`,
        ),
      ),
    );
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "quiet outline-row",
          "aria-pressed": String(is_chosen),
          "data-key": `outline-${component.id}`,
          onclick: () => this.on_choose(component.id),
        },
        type_icon(find_type(catalogue, component.type)?.icon ?? component.type),
        h("span", {}, label_of(component), h("small", {}, words)),
      ),
      calls.length > 0 && h("ul", { "aria-label": t("{name} calls", { name: label_of(component) }) }, ...calls),
    );
  }
}

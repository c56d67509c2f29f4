/**
 * The small bar on the canvas for what is chosen: break it while a run is on, connect or delete it otherwise.
 * It stays in one corner, so that it hides no neighbour.
 */

import type { FailureType } from "../design/catalogue";
import { component_label, connection_label, find_connection, find_place, label_of, type Ref } from "../design/document";
import { remove } from "../design/removal";
import { can_call } from "../design/rules";
import { at_hand, failures_of, go_to_failures, values_to_send } from "./breaking";
import type { PanelContext } from "./context";
import { glyph, h } from "./dom";
import { t, tn } from "../words/words";

export class Toolbar {
  private readonly element = h("div", { class: "choice-bar", "data-floating": "", role: "toolbar", hidden: true });

  constructor(
    host: HTMLElement,
    private readonly context: PanelContext,
    private readonly on_reason: (reason: string) => void,
    private readonly open_inspector: () => void,
  ) {
    host.append(this.element);
    context.store.subscribe(() => this.draw());
  }

  /** Draws the buttons again, such as when a run begins or ends. */
  draw(): void {
    const { selection } = this.context.store;
    const [only, second] = selection;
    const buttons = only === undefined ? [] : second === undefined ? this.buttons(only) : this.several_buttons();
    const single = only === undefined ? "" : name_of(this.context, only);
    const name = second === undefined ? single : tn("{count} chosen", "{count} chosen", selection.length);
    this.element.setAttribute("aria-label", name);
    this.element.replaceChildren(h("strong", {}, name), ...buttons);
    this.element.hidden = buttons.length === 0;
  }

  private buttons(ref: Ref): readonly HTMLElement[] {
    if (this.context.can_break()) return this.break_buttons(ref);
    if (!this.context.is_editable || ref.of === "place") return [];
    const { store, catalogue } = this.context;
    const delete_it = (): void => store.commit(remove(store.document, [ref]));
    const is_component = ref.of === "component";
    const verb = ref.of === "connection" ? t("Disconnect") : t("Delete");
    const connect = is_component && can_call(catalogue, store.document, ref.id);
    return [
      ...(connect ? [button("connect", t("Connect"), () => this.context.begin_connection(ref.id))] : []),
      ...(is_component ? [button("duplicate", t("Duplicate"), () => this.context.act("duplicate"))] : []),
      button("trash", verb, delete_it),
      ...(is_component ? [this.menu_button()] : []),
    ];
  }

  private several_buttons(): readonly HTMLElement[] {
    if (!this.context.is_editable) return [];
    return [
      button("duplicate", t("Duplicate"), () => this.context.act("duplicate")),
      button("trash", t("Delete"), () => this.context.act("delete")),
      this.menu_button(),
    ];
  }

  private menu_button(): HTMLElement {
    const open = (): void => this.context.act("menu");
    return h("button", { type: "button", class: "quiet", "aria-haspopup": "menu", onclick: open }, t("More …"));
  }

  private break_buttons(ref: Ref): readonly HTMLElement[] {
    if (ref.of === "connection" && find_connection(this.context.store.document, ref.id) === undefined) return [];
    const failures = failures_of(this.context, ref);
    const is_broken = (failure: FailureType): boolean =>
      failure.can_heal && this.context.is_broken(failure.name, ref.id);
    const shown = at_hand(failures, is_broken);
    const buttons = shown.map((failure) => {
      const heal = is_broken(failure);
      return button(
        heal ? "heal" : "bolt",
        heal ? failure.heal_verb : failure.verb,
        () => void this.act(failure, ref, heal),
      );
    });
    return shown.length === failures.length ? buttons : [...buttons, this.more_button()];
  }

  /** On a narrow screen the inspector is a sheet that has to come up first. */
  private more_button(): HTMLElement {
    const more = (): void => {
      this.open_inspector();
      go_to_failures();
    };
    const properties = { type: "button", class: "quiet", "aria-label": t("More failures"), onclick: more };
    return h("button", properties, t("More …"));
  }

  /** Breaks with what the inspector's form has, or heals. */
  private async act(failure: FailureType, ref: Ref, heal: boolean): Promise<void> {
    const parameters = values_to_send(ref, failure);
    const reason = await this.context.intervene({ failure: failure.name, target: ref.id, parameters, heal });
    if (reason !== null) this.on_reason(reason);
  }
}

function name_of(context: PanelContext, ref: Ref): string {
  const { document: design } = context.store;
  if (ref.of === "component") return component_label(design, ref.id);
  const place = ref.of === "place" ? find_place(design, ref.id) : undefined;
  if (place !== undefined) return label_of(place);
  if (ref.of === "note") return t("Note");
  const connection = find_connection(design, ref.id);
  return connection === undefined ? ref.id : connection_label(design, connection);
}

function button(icon: string, text: string, on_click: () => void): HTMLElement {
  return h("button", { type: "button", class: "quiet", onclick: on_click }, glyph(icon), text);
}

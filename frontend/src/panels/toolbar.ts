/** The small bar beside the chosen card: break it while a run is on, connect or delete it otherwise. */

import { find_connection, type Ref } from "../design/document";
import { remove } from "../design/edits";
import { can_call } from "../design/rules";
import { failures_of } from "./breaking";
import type { PanelContext } from "./context";
import { glyph, h } from "./dom";

/** Where the bar stands: the point above which it is centred, and the one below if there is no room. */
export interface Anchor {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

export class Toolbar {
  private readonly element = h("div", { class: "card-toolbar", "data-floating": "", role: "toolbar", "aria-label": "For what is chosen", hidden: true });

  constructor(
    private readonly host: HTMLElement,
    private readonly context: PanelContext,
    private readonly anchor_of: (ref: Ref) => Anchor | null,
    private readonly on_reason: (reason: string, at: Anchor) => void,
  ) {
    host.append(this.element);
    context.store.subscribe(() => this.draw());
  }

  /** Draws the buttons again, such as when a run begins or ends. */
  draw(): void {
    const [only, second] = this.context.store.selection;
    const buttons = only === undefined || second !== undefined ? [] : this.buttons(only);
    this.element.replaceChildren(...buttons);
    this.element.hidden = buttons.length === 0;
    this.place();
  }

  /** Follows the card when the view moves. */
  place(): void {
    const [only] = this.context.store.selection;
    const anchor = only === undefined ? null : this.anchor_of(only);
    if (anchor === null || this.element.hidden) return;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = Math.max(8, Math.min(anchor.x - width / 2, this.host.clientWidth - width - 8));
    const above = anchor.top - height - 14;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${above < 8 ? Math.min(anchor.bottom + 18, this.host.clientHeight - height - 8) : above}px`;
  }

  private buttons(ref: Ref): readonly HTMLElement[] {
    if (this.context.can_break()) return this.break_buttons(ref);
    if (!this.context.is_editable || ref.of === "place") return [];
    const { store, catalogue } = this.context;
    const delete_it = (): void => store.commit(remove(store.document, [ref]));
    const connect = can_call(catalogue, store.document, ref.id) && ref.of === "component";
    return [
      ...(connect ? [button("connect", "Connect", () => this.context.begin_connection(ref.id))] : []),
      button("trash", ref.of === "component" ? "Delete" : "Disconnect", delete_it),
    ];
  }

  private break_buttons(ref: Ref): readonly HTMLElement[] {
    if (ref.of === "connection" && find_connection(this.context.store.document, ref.id) === undefined) return [];
    return failures_of(this.context, ref).map((failure) =>
      button("bolt", failure.verb, () => {
        const parameters = Object.fromEntries(failure.parameters.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value]])));
        void this.context.intervene({ failure: failure.name, target: ref.id, parameters, heal: false }).then((reason) => {
          const anchor = this.anchor_of(ref);
          if (reason !== null && anchor !== null) this.on_reason(reason, anchor);
        });
      }),
    );
  }
}

function button(icon: string, text: string, on_click: () => void): HTMLElement {
  return h("button", { type: "button", class: "quiet", onclick: on_click }, glyph(icon), text);
}

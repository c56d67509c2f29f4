/** What of the design lies under a pointer or has the focus. */

import { is_same_ref, type Ref } from "../design/document";
import type { Target } from "./action";
import type { Desk } from "./gesture";

/** The thing that an element of the drawing belongs to; null for the paper. */
export function ref_at(element: Element | null): Ref | null {
  const component = element?.closest<SVGElement>("[data-component]")?.dataset["component"];
  if (component !== undefined) return { of: "component", id: component };
  const connection = element?.closest<SVGElement>("[data-connection]")?.dataset["connection"];
  if (connection !== undefined) return { of: "connection", id: connection };
  const note = element?.closest<SVGElement>("[data-note]")?.dataset["note"];
  if (note !== undefined) return { of: "note", id: note };
  const place = element?.closest<SVGElement>("[data-place]")?.dataset["place"];
  return place === undefined ? null : { of: "place", id: place };
}

/** Chooses what a menu is opened on, unless it is chosen already, and says what kind of menu that asks for. */
export function aim(desk: Desk, ref: Ref | null): Target {
  const { store } = desk;
  if (ref === null) {
    store.select([]);
    return "paper";
  }
  if (!store.selection.some((other) => is_same_ref(other, ref))) store.select([ref]);
  return target_of(desk);
}

/** The kind of menu that the present choice asks for. */
export function target_of({ store }: Desk): Target {
  const [only, second] = store.selection;
  if (only === undefined) return "paper";
  return second === undefined ? only.of : "several";
}

/** An empty canvas offers three ways to start. */

import type { Catalogue } from "../design/catalogue";
import { components_of } from "../design/document";
import { add_component, connect } from "../design/edits";
import type { DesignStore } from "../design/store";
import { by_id } from "./page";

export function wire_empty_canvas(catalogue: Catalogue, store: DesignStore): void {
  const host = by_id("empty-canvas");
  const show = (): void => void (host.hidden = components_of(store.document).length > 0);
  store.subscribe(show);
  show();
  by_id("start-pair").addEventListener("click", () => add_pair(catalogue, store));
  by_id("start-palette").addEventListener("click", () => {
    document.body.dataset["sheet"] = "palette";
    by_id("palette").querySelector("input")?.focus();
  });
}

/** A source and something that answers it: the smallest design that runs. */
function add_pair(catalogue: Catalogue, store: DesignStore): void {
  const source = catalogue.components.find((type) => type.mechanisms.includes("source"));
  const server = catalogue.components.find((type) => type.can_call && type.accepts_calls && type.family === "compute");
  if (source === undefined || server === undefined) return;
  store.commit(add_component(catalogue, store.document, source.name, [0, 0]));
  store.commit(add_component(catalogue, store.document, server.name, [280, 0]));
  const [first, second] = components_of(store.document);
  if (first !== undefined && second !== undefined)
    store.commit(connect(catalogue, store.document, first.id, second.id));
  store.select([{ of: "component", id: components_of(store.document)[1]?.id ?? "" }]);
}

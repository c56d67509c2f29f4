/** The canvas with all that belongs to it, as the editor, the run's page and the landing page share it. */

import { Notice } from "../canvas/notice";
import { Overlay } from "../canvas/overlay";
import { Scene } from "../canvas/scene";
import type { Catalogue } from "../design/catalogue";
import type { DesignStore } from "../design/store";
import type { Desk } from "../tools/gesture";
import type { Bench } from "../tools/action";
import { Clipboard } from "../tools/clipboard";
import { Hand } from "../tools/hand";
import { listen_to_keys } from "../tools/keys";

export interface Stage {
  readonly desk: Desk;
  readonly hand: Hand;
  readonly bench: Bench;
  readonly overlay: Overlay;
}

/** Draws a design into an element and lets hands and keys work on it; what is `hidden` is there and not drawn. */
export function make_stage(
  host: HTMLElement,
  catalogue: Catalogue,
  store: DesignStore,
  is_editable: boolean,
  hidden: ReadonlySet<string> = new Set(),
): Stage {
  const scene = new Scene(host, catalogue, hidden);
  const desk: Desk = { scene, store, catalogue, notice: new Notice(host), is_editable };
  const overlay = new Overlay(scene);
  const hand = new Hand(desk);
  const bench: Bench = { desk, hand, clipboard: new Clipboard(desk), panels: new Map() };
  listen_to_keys(bench);
  scene.render(store.document);
  scene.mark_selection(store.selection);
  scene.fit();
  // Cut texts depend on the width of letters, so they are measured again when the font has come.
  void document.fonts.ready.then(() => scene.redraw_cards());
  store.subscribe((now, before) => {
    if (now.document !== before.document) scene.render(now.document);
    scene.mark_selection(now.selection);
    overlay.choose(now.selection.flatMap((ref) => (ref.of === "connection" ? [ref.id] : [])));
  });
  return { desk, hand, bench, overlay };
}

/** Keeps the whole design in view while the canvas changes its size, until a person moves the view. */
export function keep_fitted(desk: Desk): void {
  new ResizeObserver(() => {
    desk.scene.measure();
    if (desk.scene.is_fitted) desk.scene.fit();
  }).observe(desk.scene.host);
}

/** Wires the buttons for zoom and fit. */
export function wire_view_buttons(desk: Desk): void {
  const wire = (id: string, act: () => void): void => document.getElementById(id)?.addEventListener("click", act);
  wire("zoom-in", () => desk.scene.zoom(1.25));
  wire("zoom-out", () => desk.scene.zoom(0.8));
  wire("zoom-fit", () => desk.scene.fit());
}

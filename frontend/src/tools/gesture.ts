/** What every tool is: a small state machine that lives from one press to its release. */

import type { Catalogue } from "../design/catalogue";
import { components_of, type Component } from "../design/document";
import type { DesignStore } from "../design/store";
import type { Point } from "../canvas/geometry";
import type { Notice } from "../canvas/notice";
import type { Scene } from "../canvas/scene";
import { to_world } from "../canvas/viewport";

/** What the tools work on. */
export interface Desk {
  readonly scene: Scene;
  readonly store: DesignStore;
  readonly catalogue: Catalogue;
  readonly notice: Notice;
  /** False on pages that only show a run. */
  readonly is_editable: boolean;
}

export interface Gesture {
  move(event: PointerEvent): void;
  end(event: PointerEvent): void;
  cancel(): void;
}

/** The pointer in pixels from the corner of the canvas. */
export function screen_point(desk: Desk, event: { readonly clientX: number; readonly clientY: number }): Point {
  const box = desk.scene.host.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** The pointer in the world of the design. */
export function world_point(desk: Desk, event: { readonly clientX: number; readonly clientY: number }): Point {
  return to_world(desk.scene.view, screen_point(desk, event));
}

/** The components that have a card: those in collapsed places and hidden ones have none. */
export function drawn_components({ scene, store }: Desk): readonly Component[] {
  return components_of(scene.document ?? store.document);
}

/** The ids of chosen components. */
export function chosen_components({ store }: Desk): readonly string[] {
  return store.selection.filter((ref) => ref.of === "component").map((ref) => ref.id);
}

/** A sentence for the eye, in the lower left corner, and for the ear. */
export function say({ scene, notice }: Desk, words: string): void {
  notice.show(words, { x: 12, y: scene.size.height - 110 }, true);
}

/** Whether keys pressed here are letters of a text. */
export function is_typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]") !== null;
}

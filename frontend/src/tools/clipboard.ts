/** Copy, cut and paste through the system's clipboard, as text of the document's own format. */

import { counted, fragment_of, fragment_text, insert, read_fragment } from "../design/fragment";
import { components_of, type DesignDocument } from "../design/document";
import { remove } from "../design/removal";
import { bounds, card_rect, overlaps } from "../canvas/geometry";
import { seen_rect } from "../canvas/viewport";
import { is_typing, say, type Desk } from "./gesture";
import { t } from "../words/words";

const STEP = 32;

export class Clipboard {
  /** What was copied on this page: browsers may keep the system's clipboard to themselves. */
  private last = "";

  constructor(private readonly desk: Desk) {
    for (const name of ["copy", "cut", "paste"] as const)
      document.addEventListener(name, (event) => this.on_event(name, event));
  }

  private on_event(name: "copy" | "cut" | "paste", event: ClipboardEvent): void {
    if (is_typing(event.target) || event.clipboardData === null || !this.is_for_canvas(event.target)) return;
    if (name === "paste") {
      if (this.put(event.clipboardData.getData("text/plain"))) event.preventDefault();
      return;
    }
    if (getSelection()?.isCollapsed === false) return;
    const text = this.take(name === "cut");
    if (text === null) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  }

  private is_for_canvas(target: EventTarget | null): boolean {
    return target === document.body || (target instanceof Node && this.desk.scene.host.contains(target));
  }

  /** Copies or cuts without the browser's own event, such as from a menu. */
  copy(cuts: boolean): void {
    const text = this.take(cuts);
    if (text !== null) void navigator.clipboard?.writeText(text).catch(() => undefined);
  }

  /** Pastes without the browser's own event: what the system has, or what was copied here when that may not be read. */
  async paste(): Promise<void> {
    const text = await navigator.clipboard?.readText().catch(() => this.last);
    if (!this.put(text ?? this.last)) say(this.desk, t("There is no part of a design on the clipboard."));
  }

  /** What is chosen as text; cutting takes it away. */
  private take(cuts: boolean): string | null {
    const { store } = this.desk;
    const fragment = fragment_of(store.document, store.selection);
    if (fragment === null) return null;
    if (cuts && !this.desk.is_editable) return null;
    this.last = fragment_text(fragment);
    const count = counted(components_of(fragment).length + (fragment.places ?? []).length);
    const before = store.document;
    if (cuts) store.commit({ ...remove(store.document, store.selection), label: t("Cut {count}", { count }) });
    if (!cuts) say(this.desk, t("Copied {count}.", { count }));
    else if (store.document !== before) say(this.desk, t("Cut {count}.", { count }));
    return this.last;
  }

  /** Puts a text into the design; says whether it was one that can be. */
  private put(text: string): boolean {
    const fragment = read_fragment(text);
    if (fragment === null || !this.desk.is_editable) return false;
    this.insert(fragment, t("Paste"));
    return true;
  }

  /** Puts a part of a design beside where it came from, or into the middle of the view. */
  insert(fragment: DesignDocument, verb: string): void {
    const { store } = this.desk;
    const before = store.document;
    const transaction = insert(store.document, fragment, this.free_step(fragment), verb);
    store.commit(transaction);
    if (store.document !== before) say(this.desk, t("{label}: chosen now.", { label: transaction.label }));
  }

  /** The same beside itself, without the clipboard. */
  duplicate(): void {
    const fragment = fragment_of(this.desk.store.document, this.desk.store.selection);
    if (fragment !== null) this.insert(fragment, t("Duplicate"));
  }

  private free_step(fragment: DesignDocument): readonly [number, number] {
    const { scene, store } = this.desk;
    const around = bounds(components_of(fragment).map(card_rect));
    if (around === null) return [0, 0];
    const seen = seen_rect(scene.view, scene.size);
    const middle = [seen.x + (seen.width - around.width) / 2, seen.y + (seen.height - around.height) / 2] as const;
    const is_seen = overlaps(seen, around);
    const [x, y] = is_seen ? [0, 0] : [grid(middle[0] - around.x), grid(middle[1] - around.y)];
    const taken = new Set(components_of(store.document).map(({ position }) => String(position ?? [0, 0])));
    const is_free = (step: number): boolean =>
      components_of(fragment).every(({ position }) => {
        const [left, top] = position ?? [0, 0];
        return !taken.has(String([Math.round(left + x + step), Math.round(top + y + step)]));
      });
    let step = is_seen ? STEP : 0;
    while (!is_free(step)) step += STEP;
    return [x + step, y + step];
  }
}

function grid(value: number): number {
  return Math.round(value / 8) * 8;
}

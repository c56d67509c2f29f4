/** Drawing an arrow: from a card's port by dragging, or from the Connect button by pressing the target. */

import { find_component, label_of } from "../design/document";
import { connect } from "../design/edits";
import { refusals_from } from "../design/rules";
import { card_rect, centre_of, contains, curve_between, type Point } from "../canvas/geometry";
import { drawn_components, say, screen_point, world_point, type Desk, type Gesture } from "./gesture";
import { t } from "../words/words";

export class Connect implements Gesture {
  private readonly refusals: ReadonlyMap<string, string | null>;

  constructor(
    private readonly desk: Desk,
    private readonly from: string,
  ) {
    this.refusals = refusals_from(desk.catalogue, desk.store.document, from);
    desk.scene.mark_targets(this.refusals);
    desk.scene.host.classList.add("is-connecting");
  }

  move(event: PointerEvent): void {
    const target = this.target_at(event);
    const refusal = target === null ? null : (this.refusals.get(target) ?? null);
    this.draw_to(target ?? null, world_point(this.desk, event), refusal !== null && target !== this.from);
    if (refusal !== null && target !== this.from) this.desk.notice.show(refusal, screen_point(this.desk, event));
    else this.desk.notice.hide();
  }

  end(event: PointerEvent): void {
    const target = this.target_at(event);
    this.cancel();
    if (target === null || target === this.from) return;
    const refusal = this.take(target);
    if (refusal !== null) this.desk.notice.show(refusal, screen_point(this.desk, event), true);
  }

  /** Draws the arrow to a component that was walked to, and says why it cannot be called where it cannot. */
  point_to(target: string): void {
    const component = find_component(this.desk.store.document, target);
    if (component === undefined || target === this.from) return;
    const refusal = this.refusals.get(target) ?? null;
    this.draw_to(target, centre_of(card_rect(component)), refusal !== null);
    say(this.desk, refusal ?? t("Enter connects to {name}.", { name: label_of(component) }));
  }

  /** Ends the arrow at a component. */
  connect_to(target: string): void {
    this.cancel();
    const component = find_component(this.desk.store.document, target);
    if (component === undefined || target === this.from) return;
    say(this.desk, this.take(target) ?? t("Connected to {name}.", { name: label_of(component) }));
  }

  /** Makes the connection; the reason where there can be none. */
  private take(target: string): string | null {
    const refusal = this.refusals.get(target) ?? null;
    if (refusal === null)
      this.desk.store.commit(connect(this.desk.catalogue, this.desk.store.document, this.from, target));
    return refusal;
  }

  cancel(): void {
    this.desk.scene.mark_targets(null);
    this.desk.scene.show_draft(null);
    this.desk.scene.host.classList.remove("is-connecting");
    this.desk.notice.hide();
  }

  private target_at(event: PointerEvent): string | null {
    const point = world_point(this.desk, event);
    const hit = drawn_components(this.desk).findLast((component) => contains(card_rect(component), point));
    return hit?.id ?? null;
  }

  private draw_to(target: string | null, pointer: Point, is_refused: boolean): void {
    const component = find_component(this.desk.store.document, this.from);
    if (component === undefined) return;
    const rect = card_rect(component);
    const start = { x: rect.x + rect.width, y: centre_of(rect).y };
    const goal = target === null || target === this.from ? undefined : find_component(this.desk.store.document, target);
    const end = goal === undefined ? pointer : { x: card_rect(goal).x, y: centre_of(card_rect(goal)).y };
    this.desk.scene.show_draft(curve_between(start, "right", end, "left"), is_refused);
  }
}

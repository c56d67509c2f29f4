/** The hand: decides at each press which tool takes over, and handles wheel and pinch. */

import { toggled, type Ref } from "../design/document";
import { panned, zoomed } from "../canvas/viewport";
import { Connect } from "./connect";
import { screen_point, type Desk, type Gesture } from "./gesture";
import { Marquee } from "./marquee";
import { Move } from "./move";
import { Pan } from "./pan";
import { Resize } from "./resize";

export class Hand {
  private gesture: Gesture | null = null;
  /** An arrow begun by the Connect button: it follows the pointer until the next press. */
  private pending: Connect | null = null;
  private readonly touches = new Map<number, PointerEvent>();
  /** While it is set, every touch adds to the choice and dragging draws around what to choose. */
  is_gathering = false;

  constructor(private readonly desk: Desk) {
    const host = desk.scene.host;
    host.addEventListener("pointerdown", (event) => this.press(event));
    host.addEventListener("pointermove", (event) => this.travel(event));
    host.addEventListener("pointerup", (event) => this.release(event));
    host.addEventListener("pointercancel", (event) => this.abandon(event));
    host.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  /** Starts an arrow from a component that ends at the next press. */
  begin_connection(from: string): void {
    this.cancel();
    this.pending = new Connect(this.desk, from);
  }

  /** Lets an arrow that was begun point at a component, as a pointer over it would. */
  point_to(component: string): void {
    this.pending?.point_to(component);
  }

  /** Ends an arrow that was begun at a component; says whether there was one. */
  connect_to(component: string): boolean {
    const { pending } = this;
    this.pending = null;
    pending?.connect_to(component);
    return pending !== null;
  }

  /** Ends whatever is under way without effect; says whether there was anything. */
  cancel(): boolean {
    const was_busy = this.gesture !== null || this.pending !== null;
    this.gesture?.cancel();
    this.pending?.cancel();
    this.gesture = null;
    this.pending = null;
    return was_busy;
  }

  stop_gathering(): void {
    this.is_gathering = false;
    this.desk.scene.host.classList.remove("is-gathering");
  }

  private press(event: PointerEvent): void {
    if (event.target instanceof Element && event.target.closest("[data-floating]") !== null) return;
    if (event.button > 1) return;
    this.touches.set(event.pointerId, event);
    this.desk.scene.host.setPointerCapture(event.pointerId);
    if (this.touches.size > 1) return void this.cancel();
    if (this.pending !== null) {
      this.gesture = this.pending;
      this.pending = null;
      this.gesture.move(event);
      return;
    }
    this.gesture = this.pick(event);
  }

  private pick(event: PointerEvent): Gesture | null {
    const { desk } = this;
    const hit = event.target instanceof Element ? event.target : null;
    if (event.button === 1) return new Pan(desk, event);
    const adds = event.shiftKey || event.ctrlKey || event.metaKey || this.is_gathering;
    const port = hit?.closest<SVGElement>("[data-port]")?.dataset["port"];
    if (port !== undefined && desk.is_editable) return new Connect(desk, port);
    const card = hit?.closest<SVGElement>("[data-component]");
    const component = card?.dataset["component"];
    if (component !== undefined) {
      card?.focus({ preventScroll: true });
      return new Move(desk, { of: "component", id: component }, event, adds);
    }
    const note = hit?.closest<SVGElement>("[data-note]")?.dataset["note"];
    if (note !== undefined) return new Move(desk, { of: "note", id: note }, event, adds);
    const connection = hit?.closest<SVGElement>("[data-connection]")?.dataset["connection"];
    if (connection !== undefined) return this.choose({ of: "connection", id: connection }, adds);
    const place = hit?.closest<SVGElement>("[data-place]")?.dataset["place"];
    if (place !== undefined && desk.is_editable && hit?.closest(".place-grip")) return new Resize(desk, place, event);
    if (place !== undefined) return new Move(desk, { of: "place", id: place }, event, adds);
    return adds ? new Marquee(desk, event) : new Pan(desk, event);
  }

  private choose(ref: Ref, adds: boolean): null {
    this.desk.store.select(adds ? toggled(this.desk.store.selection, ref) : [ref]);
    return null;
  }

  private travel(event: PointerEvent): void {
    const before = this.touches.get(event.pointerId);
    if (before !== undefined && this.touches.size === 2) this.pinch(before, event);
    if (before !== undefined) this.touches.set(event.pointerId, event);
    (this.gesture ?? this.pending)?.move(event);
  }

  private release(event: PointerEvent): void {
    this.touches.delete(event.pointerId);
    const gesture = this.gesture;
    this.gesture = null;
    gesture?.end(event);
  }

  private abandon(event: PointerEvent): void {
    this.touches.delete(event.pointerId);
    this.cancel();
  }

  /** Two fingers move and scale the view about the point between them. */
  private pinch(before: PointerEvent, after: PointerEvent): void {
    const other = [...this.touches.values()].find((touch) => touch.pointerId !== after.pointerId);
    if (other === undefined) return;
    const still = screen_point(this.desk, other);
    const was = screen_point(this.desk, before);
    const is = screen_point(this.desk, after);
    const factor =
      Math.hypot(is.x - still.x, is.y - still.y) / Math.max(1, Math.hypot(was.x - still.x, was.y - still.y));
    const middle = { x: (is.x + still.x) / 2, y: (is.y + still.y) / 2 };
    const view = zoomed(this.desk.scene.view, factor, middle);
    this.desk.scene.look(panned(view, (is.x - was.x) / 2, (is.y - was.y) / 2));
  }

  /** The wheel moves the view; with Ctrl, which a trackpad's pinch also sends, it scales. */
  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const { scene } = this.desk;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      scene.zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY * unit)) * 0.008), screen_point(this.desk, event));
      return;
    }
    const [across, down] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
    scene.look(panned(scene.view, -across * unit, -down * unit));
  }
}

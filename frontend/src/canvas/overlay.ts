/** Two canvases around the drawing, one below and one above, that hold everything that is alive. */

import { components_of } from "../design/document";
import type { Frame, Layout } from "../live/frames";
import { CARD_HEIGHT, CARD_WIDTH, overlaps, type Point, type Rect } from "./geometry";
import { on_theme_change, read_ink, type Ink } from "./ink";
import { LiveView, type CardNumbers } from "./live_view";
import { paint_arrows, paint_troubles } from "./paint_arrows";
import { card_texts, paint_details, paint_face, paint_far, paint_fill, type CardTexts } from "./paint_cards";
import { FAR_SCALE, type Scene } from "./scene";
import { seen_rect } from "./viewport";

const TEXTS_EVERY_MS = 250;
const LONGEST_STEP_S = 0.25;

export class Overlay {
  private readonly below: CanvasRenderingContext2D;
  private readonly above: CanvasRenderingContext2D;
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly texts = new Map<string, CardTexts>();
  private live: LiveView | null = null;
  private ink: Ink;
  private is_moving = false;
  private texts_at_ms = 0;
  private last_ms = 0;
  private moved_s = 0;
  private waiting = 0;
  /** How many pictures were painted; benchmarks read it. */
  painted = 0;

  constructor(private readonly scene: Scene) {
    this.below = make_canvas(scene.host, "overlay-below");
    this.above = make_canvas(scene.host, "overlay-above");
    scene.host.prepend(this.below.canvas);
    this.ink = read_ink();
    scene.on_view(() => this.request());
    new ResizeObserver(() => this.resize()).observe(scene.host);
    on_theme_change(() => {
      this.ink = read_ink();
      this.request();
    });
    this.calm.addEventListener("change", () => this.request());
  }

  /** Begins to show a run with this layout. */
  attach(layout: Layout): void {
    this.live = new LiveView(layout);
    this.scene.host.classList.add("has-live");
    this.texts.clear();
    this.texts_at_ms = 0;
    this.request();
  }

  /** Takes all live numbers away. */
  detach(): void {
    this.live = null;
    this.scene.host.classList.remove("has-live");
    this.is_moving = false;
    this.request();
  }

  /** Learns from frames that are not drawn themselves. */
  learn(frames: readonly Frame[]): void {
    this.live?.learn_instances(frames);
  }

  /** Shows a frame. `is_moving`: the run goes on, so marks travel; otherwise the picture stands still. */
  show(frame: Frame, is_moving: boolean, at_once = false): void {
    this.live?.aim(frame, at_once);
    this.is_moving = is_moving;
    if (at_once) this.texts_at_ms = 0;
    this.request();
  }

  /** Stops or starts the marks without a new frame. */
  set_moving(is_moving: boolean): void {
    this.is_moving = is_moving;
    this.request();
  }

  /** Paints at the next animation frame. */
  request(): void {
    if (this.waiting === 0) this.waiting = requestAnimationFrame((now) => this.tick(now));
  }

  private tick(now_ms: number): void {
    this.waiting = 0;
    const elapsed_s = Math.min(LONGEST_STEP_S, (now_ms - this.last_ms) / 1000);
    this.last_ms = now_ms;
    const is_easing = this.live?.step(elapsed_s) ?? false;
    if (this.is_moving && !this.calm.matches) this.moved_s += elapsed_s;
    this.paint(now_ms);
    if (is_easing || (this.is_moving && !this.calm.matches)) this.request();
  }

  private paint(now_ms: number): void {
    this.painted += 1;
    const { view, size } = this.scene;
    const ratio = devicePixelRatio;
    for (const pen of [this.below, this.above]) {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
      pen.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
    }
    if (this.live === null) return;
    paint_arrows(this.below, this.scene.curves, this.live.arrows, this.ink, this.moved_s);
    const renew_texts = now_ms - this.texts_at_ms >= TEXTS_EVERY_MS;
    if (renew_texts) this.texts_at_ms = now_ms;
    this.paint_cards(seen_rect(view, size), view.scale, renew_texts);
    if (view.scale >= FAR_SCALE) paint_troubles(this.above, this.scene.curves, this.live.arrows, this.ink);
  }

  private paint_cards(seen: Rect, scale: number, renew_texts: boolean): void {
    const design = this.scene.document;
    if (this.live === null || design === null) return;
    for (const component of components_of(design)) {
      const [x, y] = component.position ?? [0, 0];
      if (!overlaps(seen, { x: x - 100, y: y - 24, width: CARD_WIDTH + 120, height: CARD_HEIGHT + 48 })) continue;
      paint_face(this.below, { x, y }, this.ink);
      const numbers = this.live.cards.get(component.id);
      if (numbers !== undefined) this.paint_card(component.id, { x, y }, numbers, scale, renew_texts);
    }
  }

  private paint_card(id: string, at: Point, numbers: CardNumbers, scale: number, renew_texts: boolean): void {
    paint_fill(this.below, at, numbers, this.ink);
    if (scale < FAR_SCALE) return paint_far(this.above, at, numbers, this.ink);
    let texts = this.texts.get(id);
    if (texts === undefined || renew_texts) this.texts.set(id, (texts = card_texts(numbers)));
    paint_details(this.above, at, numbers, texts, this.ink, scale);
  }

  private resize(): void {
    const { width, height } = this.scene.size;
    for (const { canvas } of [this.below, this.above]) {
      canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    }
    if (this.waiting !== 0) cancelAnimationFrame(this.waiting);
    this.tick(performance.now());
  }
}

function make_canvas(host: HTMLElement, name: string): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.className = name;
  canvas.setAttribute("aria-hidden", "true");
  host.append(canvas);
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("this browser has no 2D canvas");
  return pen;
}

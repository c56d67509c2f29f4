/** Two canvases around the drawing, one below and one above, that hold everything that is alive. */

import { headline_of } from "../design/catalogue";
import type { Blast } from "../design/blast";
import { components_of, connections_of } from "../design/document";
import type { Expected } from "../design/estimate";
import type { Frame, Layout } from "../live/frames";
import { CARD_HEIGHT, CARD_WIDTH, overlaps, type Rect } from "./geometry";
import { paint_ghosts } from "./ghosts";
import { on_theme_change, read_ink, type Ink } from "./ink";
import { LiveView } from "./live_view";
import { paint_blast } from "./paint_blast";
import { paint_arrows, paint_troubles, type ArrowScene } from "./paint_arrows";
import { paint_stream_labels, paint_streams } from "./paint_streams";
import {
  card_texts,
  paint_details,
  paint_faces,
  paint_far,
  paint_fills,
  type CardTexts,
  type SeenCard,
} from "./paint_cards";
import { FAR_SCALE, type Scene } from "./scene";
import { seen_rect, type Viewport } from "./viewport";

const TEXTS_EVERY_MS = 250;
const ABOVE_EVERY_MS = 90;
const LONGEST_STEP_S = 0.25;

export class Overlay {
  private readonly below: CanvasRenderingContext2D;
  private readonly above: CanvasRenderingContext2D;
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly texts = new Map<string, CardTexts>();
  private live: LiveView | null = null;
  /** Connections that stand in for others. */
  private fallbacks: ReadonlySet<string> = new Set();
  private expected: Expected | null = null;
  private blast: Blast | null = null;
  private pointed: string | null = null;
  private chosen: readonly string[] = [];
  private ink: Ink;
  private is_moving = false;
  private texts_at_ms = 0;
  private last_ms = 0;
  private moved_s = 0;
  private waiting = 0;
  private above_at_ms = 0;
  private is_above_used = false;
  private painted_view: Viewport = { x: 0, y: 0, scale: 0 };
  /** How many pictures were painted; benchmarks read it. */
  painted = 0;

  constructor(private readonly scene: Scene) {
    this.below = make_canvas(scene.host, "overlay-below");
    this.above = make_canvas(scene.host, "overlay-above");
    scene.root.before(this.below.canvas);
    this.ink = read_ink();
    scene.on_view(() => this.request());
    new ResizeObserver(() => this.resize()).observe(scene.host);
    on_theme_change(() => {
      this.ink = read_ink();
      this.renew_above();
      this.request();
    });
    this.calm.addEventListener("change", () => this.request());
    for (const name of ["pointerover", "pointerout"] as const)
      scene.root.addEventListener(name, (event) => this.point_at(name === "pointerout" ? null : event.target));
  }

  /** Shows what is expected before any run; null takes it away. A run that is attached comes first. */
  expect(expected: Expected | null): void {
    this.expected = expected;
    this.renew_above();
    this.request();
  }

  /** Shows how far what is broken reaches; null takes it away. */
  show_blast(blast: Blast | null): void {
    this.blast = blast;
    this.renew_above();
    this.request();
  }

  /** These connections say what is expected of them, besides the one that is pointed at. */
  choose(connections: readonly string[]): void {
    this.chosen = connections;
    this.renew_above();
    this.request();
  }

  private point_at(target: EventTarget | null): void {
    const arrow = target instanceof Element ? target.closest("[data-connection]") : null;
    this.pointed = arrow?.getAttribute("data-connection") ?? null;
    if (this.expected === null) return;
    this.renew_above();
    this.request();
  }

  /** Begins to show a run with this layout. */
  attach(layout: Layout): void {
    const drawn = this.scene.document === null ? [] : components_of(this.scene.document);
    const types = new Map(drawn.map(({ id, type }) => [id, type]));
    const called = this.scene.document === null ? [] : connections_of(this.scene.document);
    this.fallbacks = new Set(called.flatMap(({ fallback_to: to }) => (typeof to === "string" ? [to] : [])));
    this.live = new LiveView(layout, (id) => headline_of(this.scene.catalogue, types.get(id) ?? ""));
    this.scene.host.classList.add("has-live");
    this.texts.clear();
    this.renew_above();
    this.request();
  }

  /** Takes all live numbers away. */
  detach(): void {
    this.live = null;
    this.blast = null;
    this.scene.host.classList.remove("has-live");
    this.is_moving = false;
    this.renew_above();
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
    if (at_once) this.renew_above();
    this.request();
  }

  private renew_above(): void {
    this.texts_at_ms = 0;
    this.above_at_ms = 0;
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

  /**
   * Fills and marks are painted every time. What lies over the drawing (texts, dots, lamps, crosses) changes in steps,
   * so it is painted a few times a second, and moved along with the view between.
   */
  private paint(now_ms: number): void {
    this.painted += 1;
    const { view, size } = this.scene;
    const seen = seen_rect(view, size);
    const is_due = view.scale !== this.painted_view.scale || now_ms - this.above_at_ms >= ABOVE_EVERY_MS;
    this.move_above(is_due ? view : this.painted_view, view);
    wipe(this.below, view);
    if (is_due && this.is_above_used) wipe(this.above, view);
    if (this.scene.document === null) return;
    if (this.live === null) return this.paint_expected(seen, is_due, now_ms);
    const is_far = view.scale < FAR_SCALE;
    const arrows = {
      curves: this.scene.curves,
      numbers: this.live.arrows,
      fallbacks: this.fallbacks,
      seen,
      moved_s: is_far ? null : this.moved_s,
    };
    paint_arrows(this.below, arrows, this.ink);
    paint_streams(this.below, arrows, this.ink);
    const cards = this.seen_cards(seen);
    paint_faces(this.below, cards, this.ink, is_far);
    paint_fills(this.below, cards, this.ink, is_far);
    if (!is_due) return;
    this.painted_view = view;
    this.above_at_ms = now_ms;
    this.paint_above(cards, arrows, view.scale, now_ms);
  }

  /** Nothing is alive to ask for the next picture, so one that is not due yet is asked for here. */
  private paint_expected(seen: Rect, is_due: boolean, now_ms: number): void {
    const { expected, scene } = this;
    if (expected === null) return;
    if (!is_due) return this.request();
    this.painted_view = scene.view;
    this.above_at_ms = now_ms;
    this.is_above_used = true;
    wipe(this.above, scene.view);
    const { scale } = scene.view;
    const named = new Set(this.pointed === null ? this.chosen : [...this.chosen, this.pointed]);
    const cards = this.seen_cards(seen);
    const ghosts = { expected, cards, curves: scene.curves, named, seen, scale, is_far: scale < FAR_SCALE };
    paint_ghosts(this.above, ghosts, this.ink);
  }

  /** Between two paintings the upper canvas only follows the view. */
  private move_above(painted: Viewport, view: Viewport): void {
    this.above.canvas.style.transform = `translate(${view.x - painted.x}px, ${view.y - painted.y}px)`;
    if (painted !== view) this.request();
  }

  private paint_above(cards: readonly SeenCard[], arrows: ArrowScene, scale: number, now_ms: number): void {
    wipe(this.above, this.scene.view);
    this.is_above_used = true;
    if (this.blast !== null) paint_blast(this.above, cards, this.blast, this.ink, scale, scale >= FAR_SCALE);
    if (scale < FAR_SCALE) {
      for (const { at, numbers } of cards) if (numbers !== undefined) paint_far(this.above, at, numbers, this.ink);
      return;
    }
    const renew_texts = now_ms - this.texts_at_ms >= TEXTS_EVERY_MS;
    if (renew_texts) this.texts_at_ms = now_ms;
    for (const { id, at, numbers } of cards) {
      if (numbers === undefined) continue;
      let texts = this.texts.get(id);
      if (texts === undefined || renew_texts) this.texts.set(id, (texts = card_texts(numbers)));
      paint_details(this.above, at, numbers, texts, this.ink, scale);
    }
    paint_stream_labels(this.above, arrows, this.ink, scale);
    paint_troubles(this.above, arrows, this.ink);
  }

  private seen_cards(seen: Rect): readonly SeenCard[] {
    const design = this.scene.document;
    if (design === null) return [];
    return components_of(design).flatMap((component): SeenCard[] => {
      const [x, y] = component.position ?? [0, 0];
      const reach = { x: x - 100, y: y - 24, width: CARD_WIDTH + 120, height: CARD_HEIGHT + 48 };
      return overlaps(seen, reach)
        ? [{ id: component.id, at: { x, y }, numbers: this.live?.cards.get(component.id) }]
        : [];
    });
  }

  private resize(): void {
    this.scene.measure();
    this.renew_above();
    const { width, height } = this.scene.size;
    for (const { canvas } of [this.below, this.above]) {
      canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    }
    if (this.waiting !== 0) cancelAnimationFrame(this.waiting);
    this.tick(performance.now());
  }
}

function wipe(pen: CanvasRenderingContext2D, view: Viewport): void {
  const ratio = devicePixelRatio;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
  pen.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
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

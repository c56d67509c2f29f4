/** The whole design in a corner, with a frame around what is seen. Pressing or dragging goes there. */

import { components_of } from "../design/document";
import { card_rect, design_bounds, type Rect } from "./geometry";
import { on_theme_change, read_ink, type Ink } from "./ink";
import type { Scene } from "./scene";
import { seen_rect } from "./viewport";
import { t } from "../words/words";

const WIDTH = 176;
const HEIGHT = 112;
const MARGIN = 6;

/** How the world lies on the map. */
interface Fit {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export class Minimap {
  private readonly canvas = document.createElement("canvas");
  private readonly pen: CanvasRenderingContext2D | null;
  private readonly drawing = document.createElement("canvas");
  private ink: Ink = read_ink();
  private drawn: unknown = null;
  private fit: Fit = { scale: 1, x: 0, y: 0 };
  private waiting = 0;

  constructor(private readonly scene: Scene) {
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of [this.canvas, this.drawing]) {
      canvas.width = WIDTH * ratio;
      canvas.height = HEIGHT * ratio;
    }
    this.canvas.className = "minimap";
    this.canvas.dataset["floating"] = "";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", t("Map of the whole design"));
    this.canvas.hidden = true;
    this.pen = this.canvas.getContext("2d");
    scene.host.append(this.canvas);
    scene.on_view(() => this.request());
    on_theme_change(() => {
      this.ink = read_ink();
      this.drawn = null;
      this.request();
    });
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.go(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) this.go(event);
    });
  }

  get is_shown(): boolean {
    return !this.canvas.hidden;
  }

  show(is_shown: boolean): void {
    this.canvas.hidden = !is_shown;
    this.request();
  }

  private request(): void {
    if (this.canvas.hidden || this.waiting !== 0) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.paint();
    });
  }

  private paint(): void {
    const { pen } = this;
    const design = this.scene.document;
    if (pen === null || design === null) return;
    if (this.drawn !== design) this.draw(design_bounds(design));
    this.drawn = design;
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.drawImage(this.drawing, 0, 0);
    const seen = this.on_map(seen_rect(this.scene.view, this.scene.size));
    pen.strokeStyle = this.ink.accent;
    pen.lineWidth = 1.5 * (window.devicePixelRatio || 1);
    pen.strokeRect(seen.x, seen.y, seen.width, seen.height);
  }

  /** Cards change far more rarely than the view, so they are drawn once for every document. */
  private draw(around: Rect | null): void {
    const pen = this.drawing.getContext("2d");
    if (pen === null) return;
    const { width, height } = this.drawing;
    pen.clearRect(0, 0, width, height);
    if (around === null) return;
    const margin = (MARGIN * width) / WIDTH;
    const scale = Math.min((width - 2 * margin) / around.width, (height - 2 * margin) / around.height);
    this.fit = {
      scale,
      x: (width - around.width * scale) / 2 - around.x * scale,
      y: (height - around.height * scale) / 2 - around.y * scale,
    };
    pen.strokeStyle = this.ink.line_strong;
    for (const rect of this.scene.place_boxes.values()) {
      const { x, y, width: across, height: down } = this.on_map(rect);
      pen.strokeRect(x, y, across, down);
    }
    pen.fillStyle = this.ink.load;
    for (const component of components_of(this.scene.document ?? { format: 1, name: "" })) {
      const { x, y, width: across, height: down } = this.on_map(card_rect(component));
      pen.fillRect(x, y, Math.max(1.5, across), Math.max(1.5, down));
    }
  }

  private on_map(rect: Rect): Rect {
    const { scale, x, y } = this.fit;
    return { x: rect.x * scale + x, y: rect.y * scale + y, width: rect.width * scale, height: rect.height * scale };
  }

  /** Brings the point of the map into the middle of the view. */
  private go(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    const ratio = this.canvas.width / box.width;
    const world = {
      x: ((event.clientX - box.x) * ratio - this.fit.x) / this.fit.scale,
      y: ((event.clientY - box.y) * ratio - this.fit.y) / this.fit.scale,
    };
    const { scale } = this.scene.view;
    const { width, height } = this.scene.size;
    this.scene.look({ x: width / 2 - world.x * scale, y: height / 2 - world.y * scale, scale });
  }
}

/** A curve drawn by hand: so many points over the time of a run, by pointer or by keys. */

import { svg } from "../canvas/svg";
import { clock_text, three_digits } from "../design/quantities";
import { t } from "../words/words";

const WIDTH = 320;
const HEIGHT = 160;
const LEFT = 36;
const BOTTOM = 18;

export class Sketch {
  private readonly root: SVGSVGElement;
  private readonly line = svg("polyline", { class: "sketch-line", points: "" });
  private readonly marks: readonly SVGCircleElement[];
  private values: (number | null)[];
  private last: number | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly on_draw: (values: readonly (number | null)[]) => void,
  ) {
    const count = Number(host.dataset["points"]);
    this.values = Array.from({ length: count }, () => null);
    this.root = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "sketch-sheet" });
    this.marks = this.values.map((_, index) => this.mark(index));
    this.root.append(...this.grid(), this.line, ...this.marks);
    host.append(this.root);
    this.root.addEventListener("pointerdown", (event) => this.begin(event));
  }

  show(values: readonly (number | null)[]): void {
    this.values = this.values.map((_, index) => values[index] ?? null);
    this.draw();
  }

  set disabled(is_disabled: boolean) {
    this.root.classList.toggle("is-final", is_disabled);
    for (const mark of this.marks) mark.setAttribute("tabindex", is_disabled ? "-1" : "0");
  }

  private get high(): number {
    return Number(this.host.dataset["high"]);
  }

  private x(index: number): number {
    return LEFT + ((WIDTH - LEFT - 8) * index) / (this.values.length - 1);
  }

  private y(value: number): number {
    return HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - 8) * value) / this.high;
  }

  private grid(): readonly SVGElement[] {
    const unit = this.host.dataset["unit"] ?? "";
    const duration_s = Number(this.host.dataset["duration"]);
    const texts = [
      [LEFT - 4, 14, "end", `${three_digits(this.high)}${unit ? ` ${unit}` : ""}`],
      [LEFT - 4, HEIGHT - BOTTOM, "end", "0"],
      [LEFT, HEIGHT - 4, "start", clock_text(0)],
      [WIDTH - 8, HEIGHT - 4, "end", clock_text(duration_s)],
    ] as const;
    const labels = texts.map(([x, y, anchor, words]) => {
      const text = svg("text", { x, y, "text-anchor": anchor, class: "sketch-label" });
      text.textContent = words;
      return text;
    });
    const frame = svg("path", { class: "sketch-axes", d: `M${LEFT} 8V${HEIGHT - BOTTOM}H${WIDTH - 8}` });
    return [frame, ...labels];
  }

  private mark(index: number): SVGCircleElement {
    const mark = svg("circle", { class: "sketch-point", r: 4, tabindex: 0, role: "slider" });
    mark.setAttribute("aria-valuemin", "0");
    mark.setAttribute("aria-valuemax", String(this.high));
    mark.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key] ?? 0;
      const to = event.key === "ArrowRight" ? index + 1 : event.key === "ArrowLeft" ? index - 1 : null;
      if (to !== null) this.marks[to]?.focus();
      else if (by !== 0) this.set(index, (this.values[index] ?? 0) + (by * this.high) / 20);
      else return;
      event.preventDefault();
      if (by !== 0) this.on_draw(this.values);
    });
    return mark;
  }

  private begin(press: PointerEvent): void {
    if (this.root.classList.contains("is-final")) return;
    this.root.setPointerCapture(press.pointerId);
    this.last = null;
    const move = (event: PointerEvent): void => this.at(event);
    move(press);
    this.root.addEventListener("pointermove", move);
    this.root.addEventListener(
      "pointerup",
      () => {
        this.root.removeEventListener("pointermove", move);
        this.on_draw(this.values);
      },
      { once: true },
    );
  }

  /** Sets the point under the pointer, and those that a quick hand has passed over. */
  private at(event: PointerEvent): void {
    const box = this.root.getBoundingClientRect();
    const x = ((event.clientX - box.left) * WIDTH) / box.width;
    const y = ((event.clientY - box.top) * HEIGHT) / box.height;
    const index = Math.round(((x - LEFT) / (WIDTH - LEFT - 8)) * (this.values.length - 1));
    const value = ((HEIGHT - BOTTOM - y) / (HEIGHT - BOTTOM - 8)) * this.high;
    if (index < 0 || index >= this.values.length) return;
    const from = this.last ?? index;
    const first = this.values[from] ?? value;
    for (let step = Math.min(from, index); step <= Math.max(from, index); step += 1) {
      const share = from === index ? 1 : (step - from) / (index - from);
      if (step !== from || from === index) this.set(step, first + (value - first) * share);
    }
    this.last = index;
  }

  private set(index: number, value: number): void {
    this.values[index] = Math.max(0, Math.min(this.high, value));
    this.draw();
  }

  private draw(): void {
    const known = this.values.flatMap((value, index) => (value === null ? [] : [`${this.x(index)},${this.y(value)}`]));
    this.line.setAttribute("points", known.join(" "));
    this.marks.forEach((mark, index) => {
      const value = this.values[index] ?? null;
      mark.setAttribute("cx", String(this.x(index)));
      mark.setAttribute("cy", String(this.y(value ?? 0)));
      mark.classList.toggle("is-set", value !== null);
      mark.setAttribute("aria-valuenow", String(value ?? 0));
      const duration_s = Number(this.host.dataset["duration"]);
      const at = clock_text((duration_s * index) / (this.values.length - 1));
      mark.setAttribute("aria-label", t("At {clock}", { clock: at }));
      mark.setAttribute("aria-valuetext", value === null ? t("not drawn yet") : three_digits(value));
    });
  }
}

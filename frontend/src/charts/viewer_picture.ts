/** One viewer as a picture: the rungs of the ladder that it played, what its buffer held, and where it stood still. */

import { clock_text, fixed_text } from "../design/quantities";
import type { Series } from "../live/frames";
import { picture, shape, words } from "./shapes";
import { has_picture, moments, spells, viewers_sampled, type Moment } from "./watching";
import { t } from "../words/words";

const SPAN_S = 120;
const LEFT = 44;
const RIGHT = 8;
const TOP = 6;
const TIMES_HIGH = 18;
const GAP = 10;
/** The ladder takes this share of the height, the buffer the rest. */
const LADDER_SHARE = 0.62;
const LABEL_HIGH = 15;
const LEAST_BUFFER_S = 10;

const WORDS: Readonly<Record<string, string>> = {
  absent: t("nobody in this place"),
  browsing: t("looks for something"),
  pressing: t("presses play"),
  pressed: t("waits for the answer to play"),
  starting: t("waits for the first picture"),
  playing: t("watches"),
  stalled: t("stands still"),
  paused: t("pauses"),
  seeking: t("jumps"),
};

export interface ViewerView {
  readonly series: Series;
  readonly position: number;
  readonly population: string;
}

export class ViewerPicture {
  private readonly caption = document.createElement("figcaption");
  private readonly choice = document.createElement("div");
  private readonly picture = picture();
  private viewer = 0;
  private view: ViewerView | null = null;
  private drawn = "";

  constructor(host: HTMLElement) {
    const figure = document.createElement("figure");
    figure.className = "viewer-picture";
    this.choice.className = "viewer-choice";
    this.choice.setAttribute("role", "group");
    this.choice.setAttribute("aria-label", t("Which viewer"));
    const head = document.createElement("div");
    head.className = "viewer-head";
    head.append(this.caption, this.choice);
    figure.append(head, this.picture);
    host.replaceChildren(figure);
  }

  draw(view: ViewerView): void {
    this.view = view;
    const count = viewers_sampled(view.series, view.population);
    this.offer(count);
    const told = moments(view.series, view.position, view.population, this.viewer, SPAN_S);
    const last = told.at(-1);
    const size = { width: this.picture.clientWidth, height: this.picture.clientHeight };
    const key = `${view.population} ${this.viewer} ${last?.at_s ?? -1} ${told.length} ${size.width} ${size.height}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.caption.textContent = last === undefined ? t("No viewer yet") : said(last);
    this.picture.setAttribute("aria-label", this.caption.textContent);
    this.picture.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    this.picture.replaceChildren(...drawing(told, view.series.layout.viewers?.ladder_kbps ?? [], size));
  }

  private offer(count: number): void {
    if (this.choice.childElementCount === count) return;
    const buttons = Array.from({ length: count }, (_each, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = String(index + 1);
      button.setAttribute("aria-label", t("Viewer {number}", { number: index + 1 }));
      button.addEventListener("click", () => this.pick(index));
      return button;
    });
    this.choice.replaceChildren(...buttons);
    this.pick(Math.min(this.viewer, Math.max(0, count - 1)));
  }

  private pick(index: number): void {
    this.viewer = index;
    [...this.choice.children].forEach((button, place) => {
      button.setAttribute("aria-pressed", String(place === index));
    });
    if (this.view !== null && this.choice.childElementCount > index) {
      const { view } = this;
      this.view = null;
      this.draw(view);
    }
  }
}

function said(moment: Moment): string {
  const words = WORDS[moment.state] ?? moment.state;
  const places = { clock: clock_text(moment.at_s), words, kbps: moment.kbps, held: fixed_text(moment.buffer_s, 1) };
  if (!has_picture(moment.state)) return t("At {clock}: {words}", places);
  return t("At {clock}: {words}, {kbps} kbit/s, {held} s in the buffer", places);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function drawing(told: readonly Moment[], ladder: readonly number[], { width, height }: Size): SVGElement[] {
  const end_s = Math.max(told.at(-1)?.at_s ?? 0, SPAN_S);
  const right = width - RIGHT;
  const ground = height - TIMES_HIGH;
  const lowest = TOP + (ground - TOP - GAP) * LADDER_SHARE;
  const x = (at_s: number): number => LEFT + ((at_s - end_s + SPAN_S) / SPAN_S) * (right - LEFT);
  const rung_high = (lowest - TOP) / Math.max(ladder.length - 1, 1);
  const rung_y = (kbps: number): number =>
    lowest - Math.max(ladder.filter((rung) => rung <= kbps).length - 1, 0) * rung_high;
  const labelled = Math.max(1, Math.ceil(LABEL_HIGH / Math.max(rung_high, 1)));
  const most_s = Math.max(LEAST_BUFFER_S, ...told.map(({ buffer_s }) => buffer_s));
  const buffer_y = (seconds: number): number => ground - (ground - lowest - GAP) * (seconds / most_s);
  return [
    ...spells(told).map(({ state, from_s, to_s }) =>
      shape("rect", {
        class: `spell spell-${state}`,
        x: x(from_s),
        y: TOP,
        width: Math.max(x(to_s) - x(from_s), 1),
        height: Math.max(ground - TOP, 0),
      }),
    ),
    ...ladder.flatMap((kbps, index) => [
      shape("line", { class: "rung", x1: LEFT, x2: right, y1: rung_y(kbps), y2: rung_y(kbps) }),
      ...((ladder.length - 1 - index) % labelled === 0 ? [words(`${kbps}`, LEFT - 6, rung_y(kbps) + 4, "end")] : []),
    ]),
    shape("path", { class: "played", d: stairs(told, x, (moment) => rung_y(moment.kbps)) }),
    shape("path", { class: "held", d: area(told, x, (moment) => buffer_y(moment.buffer_s), ground) }),
    shape("line", { class: "ground", x1: LEFT, x2: right, y1: ground, y2: ground }),
    words(`${Math.round(most_s)} s`, LEFT - 6, buffer_y(most_s) + 10, "end"),
    words("0", LEFT - 6, ground, "end"),
    ...[0, 30, 60, 90, SPAN_S].map((back) =>
      words(clock_text(end_s - SPAN_S + back), x(end_s - SPAN_S + back), height - 4, back === SPAN_S ? "end" : "start"),
    ),
  ];
}

type Place = (at_s: number) => number;
type Height = (moment: Moment) => number;

/** A line in steps through the moments that have a picture; it breaks where there is none. */
function stairs(told: readonly Moment[], x: Place, y: Height): string {
  let path = "";
  let is_down = false;
  told.forEach((moment, index) => {
    if (!has_picture(moment.state) || moment.kbps === 0) {
      is_down = false;
      return;
    }
    const from = x(told[index - 1]?.at_s ?? moment.at_s);
    path += `${is_down ? "L" : "M"}${from.toFixed(1)} ${y(moment).toFixed(1)}H${x(moment.at_s).toFixed(1)}`;
    is_down = true;
  });
  return path;
}

/** What lies between a line and the ground. */
function area(told: readonly Moment[], x: Place, y: Height, ground: number): string {
  const [first] = told;
  const last = told.at(-1);
  if (first === undefined || last === undefined) return "";
  const line = told.map((moment) => `L${x(moment.at_s).toFixed(1)} ${y(moment).toFixed(1)}`).join("");
  return `M${x(first.at_s).toFixed(1)} ${ground}${line}L${x(last.at_s).toFixed(1)} ${ground}Z`;
}

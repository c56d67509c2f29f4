/** Edges over time in one picture: above the line what viewers got, from own disks and from behind; below it what was
 * brought to fill them. Nights are where there is much below and little above. */

import { flow_text } from "../design/figures";
import { clock_text, percent_text, three_digits } from "../design/quantities";
import type { Series } from "../live/frames";
import { edges_of, fill_of, nights_of, peak_of, type Nights } from "./nights";
import { picture, set, shape, words } from "./shapes";
import { t } from "../words/words";

const LEFT = 76;
const TOP = 6;
const TIMES_HIGH = 16;
const LEAST_GBPS = 1e-6;
const ALL = "";
const THIN_SPACE = "\u2009";

export interface NightView {
  readonly series: Series;
  /** The moment looked at; null follows the run. */
  readonly cursor_s: number | null;
  readonly chosen: string | null;
}

export class NightPicture {
  readonly element = document.createElement("figure");
  private readonly caption = document.createElement("figcaption");
  private readonly legend = document.createElement("p");
  private readonly picture = picture();
  private view: NightView | null = null;
  private drawn = "";

  constructor(private readonly label_of: (id: string) => string) {
    this.element.className = "night-picture";
    this.legend.className = "night-legend";
    this.legend.append(
      ...[
        ["own", t("from own disks")],
        ["fetched", t("fetched from behind")],
        ["filled", t("brought to fill")],
      ].map(([name = "", text = ""]) => {
        const item = document.createElement("span");
        const key = document.createElement("i");
        key.className = `night-${name}`;
        item.append(key, text);
        return item;
      }),
    );
    this.element.append(this.caption, this.legend, this.picture);
    new ResizeObserver(() => {
      if (this.view !== null) this.draw(this.view);
    }).observe(this.picture);
  }

  draw(view: NightView): void {
    const { series, cursor_s, chosen } = view;
    this.view = view;
    const edges = edges_of(series);
    this.element.hidden = edges.length === 0;
    if (edges.length === 0) return;
    const one = chosen !== null && edges.includes(chosen) ? chosen : ALL;
    const key = `${one} ${series.frames.length} ${cursor_s} ${this.picture.clientWidth} ${this.picture.clientHeight}`;
    if (key === this.drawn || this.picture.clientWidth === 0) return;
    this.drawn = key;
    const nights = nights_of(series, one === ALL ? edges : [one]);
    const said = this.said(nights, one === ALL && edges.length > 1 ? t("All edges") : this.label_of(one || edges[0]!));
    this.caption.textContent = said;
    this.legend.classList.toggle("has-fill", fill_of(nights) !== null);
    const size = { width: this.picture.clientWidth, height: this.picture.clientHeight };
    const { frame_s, frames_count } = series.layout;
    set(this.picture, { viewBox: `0 0 ${size.width} ${size.height}`, "aria-label": said });
    this.picture.replaceChildren(...drawing(nights, frame_s * frames_count, cursor_s, size.width, size.height));
  }

  private said(nights: Nights, name: string): string {
    const peak = peak_of(nights);
    if (peak === null) return t("{name}: nothing flows yet.", { name });
    const fill = fill_of(nights);
    const most = t("{name}: most at {clock}, {flow}, {hit} of it from own disks.", {
      name,
      clock: clock_text(peak.at_s),
      flow: flow_text(peak.gbps),
      hit: percent_text(peak.hit),
    });
    if (fill === null) return most;
    const places = { gb: gb_text(fill.gb), flow: flow_text(fill.watched_gbps) };
    return `${most} ${t("{gb} were brought while viewers got {flow}.", places)}`;
  }
}

function gb_text(gb: number): string {
  return gb >= 999.5 ? `${three_digits(gb / 1e3)}${THIN_SPACE}TB` : `${three_digits(gb)}${THIN_SPACE}GB`;
}

function drawing(
  { at_s, own, fetched, filled }: Nights,
  whole_s: number,
  cursor_s: number | null,
  width: number,
  height: number,
): readonly SVGElement[] {
  const most_up = Math.max(LEAST_GBPS, ...own.map((value, point) => value + (fetched[point] ?? 0)));
  const most_down = Math.max(0, ...filled);
  const bottom = height - TIMES_HIGH;
  const has_fill = most_down > LEAST_GBPS;
  // One scale for both halves, unless that would leave nothing to be seen of one of them.
  const down_share = has_fill ? Math.min(0.45, Math.max(0.25, most_down / (most_up + most_down))) : 0;
  const ground = bottom - (bottom - TOP) * down_share;
  const x = (at: number): number => LEFT + (at / whole_s) * (width - LEFT - 2);
  const up = (gbps: number): number => ground - (gbps / most_up) * (ground - TOP);
  const down = (gbps: number): number => ground + (has_fill ? gbps / most_down : 0) * (bottom - ground - 2);
  const zero = at_s.map(() => ground);
  const owns = own.map(up);
  const alls = own.map((value, point) => up(value + (fetched[point] ?? 0)));
  const xs = at_s.map(x);
  return [
    shape("path", { class: "night-fetched", d: band(xs, owns, alls) }),
    shape("path", { class: "night-own", d: band(xs, zero, owns) }),
    ...(has_fill ? [shape("path", { class: "night-filled", d: band(xs, zero, filled.map(down)) })] : []),
    shape("line", { class: "ground", x1: LEFT, x2: width, y1: ground, y2: ground }),
    words(flow_text(most_up), LEFT - 5, TOP + 9, "end"),
    ...(has_fill ? [words(flow_text(most_down), LEFT - 5, bottom - 2, "end")] : []),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) =>
      words(clock_text(part * whole_s), x(part * whole_s), height - 3, ["start", "middle", "end"][ends(part)] ?? ""),
    ),
    ...(cursor_s === null
      ? []
      : [shape("line", { class: "moment", x1: x(cursor_s), x2: x(cursor_s), y1: TOP, y2: bottom })]),
  ];
}

/** Times at the ends of the axis stay within the picture. */
function ends(part: number): number {
  return part === 0 ? 0 : part === 1 ? 2 : 1;
}

/** What lies between two lines. */
function band(xs: readonly number[], low: readonly number[], high: readonly number[]): string {
  if (xs.length === 0) return "";
  const point = (ys: readonly number[], place: number): string =>
    `${(xs[place] ?? 0).toFixed(1)} ${(ys[place] ?? 0).toFixed(1)}`;
  const there = xs.map((_each, place) => point(high, place)).join("L");
  const back = xs.map((_each, place) => point(low, xs.length - 1 - place)).join("L");
  return `M${there}L${back}Z`;
}

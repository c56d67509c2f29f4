/** What all charts of a run have in common: their window, the moments and charts that are pinned, and another run. */

import type { Series } from "../live/frames";
import { between, panned, zoomed, type TimeWindow } from "./window";

/** Another run that is laid over this one. */
export interface Other {
  readonly name: string;
  readonly series: Series;
}

const MOMENTS_MOST = 12;

export class Lens {
  window: TimeWindow | null = null;
  /** Pinned moments in seconds, in the order of time. */
  moments: readonly number[] = [];
  other: Other | null = null;
  /** How long the run is going to be. */
  whole_s = 0;

  constructor(
    private readonly changed: () => void,
    /** The keys of pinned charts. */
    public charts: ReadonlySet<string> = new Set(),
  ) {}

  /** Another run: its window and its moments are those of nobody else. */
  clear(): void {
    this.window = null;
    this.moments = [];
    this.other = null;
  }

  brush(one_s: number, other_s: number): void {
    this.look(between(one_s, other_s, this.whole_s));
  }

  zoom(at_s: number, factor: number): void {
    this.look(zoomed(this.window, at_s, factor, this.whole_s));
  }

  pan(by_share: number): void {
    if (this.window !== null) this.look(panned(this.window, by_share, this.whole_s));
  }

  look(window: TimeWindow | null): void {
    this.window = window;
    this.changed();
  }

  /** Begins or ends the window here; the other end stays, or is that of the run. */
  bound(end: "from_s" | "to_s", at_s: number): void {
    const { from_s, to_s } = this.window ?? { from_s: 0, to_s: this.whole_s };
    if (end === "from_s") this.brush(at_s, Math.max(to_s, at_s));
    else this.brush(Math.min(from_s, at_s), at_s);
  }

  /** Pins a moment, or lets go of it; of too many the earliest pinned ones stay. */
  pin_moment(at_s: number): void {
    const others = this.moments.filter((moment) => Math.abs(moment - at_s) > 1e-6);
    const is_known = others.length < this.moments.length;
    if (!is_known && others.length >= MOMENTS_MOST) return;
    this.moments = is_known ? others : [...others, at_s].toSorted((a, b) => a - b);
    this.changed();
  }

  pin_chart(key: string): void {
    const charts = new Set(this.charts);
    if (!charts.delete(key)) charts.add(key);
    this.charts = charts;
    this.changed();
  }

  compare(other: Other | null): void {
    this.other = other;
    this.changed();
  }
}

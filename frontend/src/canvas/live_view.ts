/** The live numbers as the canvas shows them: each eases towards its newest reading, so that nothing flickers. */

import type { Headline } from "../design/catalogue";
import type { Frame, Layout, Reading } from "../live/frames";

/** After this long a shown value has covered 95 % of the way to a new reading. */
const SETTLE_S = 1.5;

/** What is on its way to nothing and less than this is nothing: nobody wants to read 0.0000018 a second. */
const NOTHING = 0.005;

export interface CardNumbers {
  readonly headline: Headline;
  /** What its headline and its trouble are now; what is not known is not there. */
  readonly figures: Map<string, number>;
  errors_per_s: number;
  utilisation: number;
  queue: number;
  instances_up: number;
  /** The most instances that were ever up: those missing now are dead. */
  instances_seen: number;
  has_utilisation: boolean;
  has_instances: boolean;
}

/** The states of a circuit breaker as frames number them; null for a connection without one. */
export type Breaker = "closed" | "open" | "half_open" | null;

const BREAKERS: readonly Breaker[] = ["closed", "open", "half_open"];

export interface ArrowNumbers {
  calls_per_s: number;
  errors_per_s: number;
  timeouts_per_s: number;
  retries_per_s: number;
  is_cut: boolean;
  breaker: Breaker;
  /** What a stream carries, null for what is none. */
  gbps: number | null;
}

/** The tables of a frame in which a figure of a component is looked for, one after the other. */
interface Table {
  readonly rows: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
  readonly of: (frame: Frame) => readonly (readonly Reading[])[] | undefined;
}

export class LiveView {
  readonly cards = new Map<string, CardNumbers>();
  readonly arrows = new Map<string, ArrowNumbers>();
  private readonly tables: readonly Table[];
  private readonly arrow_positions: ReadonlyMap<string, number>;
  private frame: Frame | null = null;
  private is_settled = true;

  constructor(
    readonly layout: Layout,
    headline_of: (id: string) => Headline,
  ) {
    const { viewers, flows } = layout;
    this.tables = [
      table(layout.components, layout.component_metrics, (frame) => frame.components),
      table(flows?.carriers ?? [], flows?.carrier_metrics ?? [], (frame) => frame.carriers),
      table(viewers?.ids ?? [], viewers?.metrics ?? [], (frame) => frame.viewers),
    ];
    this.arrow_positions = places_of(layout.connection_metrics);
    for (const id of layout.components) this.cards.set(id, empty_card(headline_of(id)));
    for (const id of [...layout.connections, ...(flows?.streams ?? [])]) this.arrows.set(id, empty_arrow());
  }

  /** Takes a frame as the new goal; `at_once` shows it without easing, as when a person drags through time. */
  aim(frame: Frame, at_once: boolean): void {
    const is_first = this.frame === null;
    this.frame = frame;
    this.is_settled = false;
    if (at_once || is_first) this.step(Number.POSITIVE_INFINITY);
  }

  /** Learns how many instances there were before the frames that are drawn. */
  learn_instances(frames: readonly Frame[]): void {
    for (const frame of frames) {
      this.layout.components.forEach((id) => {
        const card = this.cards.get(id);
        const up = this.reading(frame, id, "instances_up");
        if (card !== undefined && up !== null && up > card.instances_seen) card.instances_seen = up;
      });
    }
  }

  /** Eases all values by `elapsed_s`; says whether anything is still moving. */
  step(elapsed_s: number): boolean {
    const frame = this.frame;
    if (frame === null || this.is_settled) return false;
    const part = 1 - Math.exp((-3 * elapsed_s) / SETTLE_S);
    let largest = 0;
    for (const [id, card] of this.cards) largest = Math.max(largest, this.ease_card(card, id, frame, part));
    this.layout.connections.forEach((id, row) => {
      const arrow = this.arrows.get(id);
      if (arrow !== undefined) largest = Math.max(largest, this.ease_arrow(arrow, frame.connections[row], part));
    });
    this.layout.flows?.streams.forEach((id, place) => {
      const arrow = this.arrows.get(id);
      if (arrow !== undefined) largest = Math.max(largest, ease_stream(arrow, frame.streams?.[place] ?? null, part));
    });
    this.read_breakers(frame);
    this.is_settled = largest < 0.002;
    return !this.is_settled;
  }

  private ease_card(card: CardNumbers, id: string, frame: Frame, part: number): number {
    const busy = this.reading(frame, id, "utilisation");
    const up = this.reading(frame, id, "instances_up");
    card.has_utilisation = busy !== null;
    card.has_instances = up !== null;
    card.instances_up = up ?? 0;
    card.instances_seen = Math.max(card.instances_seen, card.instances_up);
    const { metrics, trouble } = card.headline;
    return Math.max(
      ease(card, "errors_per_s", this.reading(frame, id, "errors_per_s") ?? 0, part),
      ease(card, "utilisation", busy ?? 0, part),
      ease(card, "queue", this.reading(frame, id, "queue") ?? 0, part),
      ...[...metrics, trouble].map((name) => ease_figure(card.figures, name, this.reading(frame, id, name), part)),
    );
  }

  private ease_arrow(arrow: ArrowNumbers, row: readonly Reading[] | undefined, part: number): number {
    const read = (name: string): number => row?.[this.arrow_positions.get(name) ?? -1] ?? 0;
    arrow.is_cut = read("is_cut") > 0;
    return Math.max(
      ease(arrow, "calls_per_s", read("calls_per_s"), part),
      ease(arrow, "errors_per_s", read("errors_per_s"), part),
      ease(arrow, "timeouts_per_s", read("timeouts_per_s"), part),
      ease(arrow, "retries_per_s", read("retries_per_s"), part),
    );
  }

  private read_breakers(frame: Frame): void {
    const position = this.layout.policy_metrics?.indexOf("breaker_state") ?? -1;
    this.layout.policies?.forEach((id, row) => {
      const arrow = this.arrows.get(id);
      const state = frame.policies?.[row]?.[position] ?? null;
      if (arrow !== undefined) arrow.breaker = state === null ? null : (BREAKERS[state] ?? null);
    });
  }

  /** A figure of a component from the first table that has it. */
  private reading(frame: Frame, id: string, name: string): Reading {
    for (const { rows, columns, of } of this.tables) {
      const value = of(frame)?.[rows.get(id) ?? -1]?.[columns.get(name) ?? -1] ?? null;
      if (value !== null) return value;
    }
    return null;
  }
}

function places_of(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, place) => [name, place]));
}

function table(ids: readonly string[], metrics: readonly string[], of: Table["of"]): Table {
  return { rows: places_of(ids), columns: places_of(metrics), of };
}

/** A figure that comes is shown at once, one that goes is taken away; between, it eases. */
function ease_figure(figures: Map<string, number>, name: string, goal: Reading, part: number): number {
  if (goal === null) {
    figures.delete(name);
    return 0;
  }
  const values = { now: figures.get(name) ?? goal };
  const left = ease(values, "now", goal, part);
  figures.set(name, values.now);
  return left;
}

function ease_stream(arrow: ArrowNumbers, goal: Reading, part: number): number {
  const values = { now: arrow.gbps ?? goal ?? 0 };
  const left = ease(values, "now", goal ?? 0, part);
  arrow.gbps = values.now;
  return left;
}

function empty_arrow(): ArrowNumbers {
  const nothing = { calls_per_s: 0, errors_per_s: 0, timeouts_per_s: 0, retries_per_s: 0 };
  return { ...nothing, is_cut: false, breaker: null, gbps: null };
}

function empty_card(headline: Headline): CardNumbers {
  return {
    headline,
    figures: new Map(),
    errors_per_s: 0,
    utilisation: 0,
    queue: 0,
    instances_up: 0,
    instances_seen: 0,
    has_utilisation: false,
    has_instances: false,
  };
}

/** Moves one value towards its goal and gives how far it still is, relative to its size. */
function ease<K extends string>(values: Record<NoInfer<K>, number>, name: K, goal: number, part: number): number {
  const next = values[name] + (goal - values[name]) * part;
  const is_there = Math.abs(goal - next) < (goal === 0 ? NOTHING : 1e-6);
  values[name] = is_there ? goal : next;
  return is_there ? 0 : Math.abs(goal - next) / Math.max(Math.abs(goal), 0.01);
}

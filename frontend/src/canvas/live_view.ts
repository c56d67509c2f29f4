/** The live numbers as the canvas shows them: each eases towards its newest reading, so that nothing flickers. */

import type { Frame, Layout, Reading } from "../live/frames";

/** After this long a shown value has covered 95 % of the way to a new reading. */
const SETTLE_S = 1.5;

/** What is on its way to nothing and less than this is nothing: nobody wants to read 0.0000018 a second. */
const NOTHING = 0.005;

export interface CardNumbers {
  rate_per_s: number;
  errors_per_s: number;
  utilisation: number;
  queue: number;
  latency_s_p99: number;
  hit_ratio: number;
  instances_up: number;
  /** The most instances that were ever up: those missing now are dead. */
  instances_seen: number;
  has_latency: boolean;
  has_hit_ratio: boolean;
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
}

export class LiveView {
  readonly cards = new Map<string, CardNumbers>();
  readonly arrows = new Map<string, ArrowNumbers>();
  private readonly card_positions: ReadonlyMap<string, number>;
  private readonly arrow_positions: ReadonlyMap<string, number>;
  private frame: Frame | null = null;
  private is_settled = true;

  constructor(readonly layout: Layout) {
    this.card_positions = new Map(layout.component_metrics.map((name, position) => [name, position]));
    this.arrow_positions = new Map(layout.connection_metrics.map((name, position) => [name, position]));
    for (const id of layout.components) this.cards.set(id, empty_card());
    for (const id of layout.connections) this.arrows.set(id, empty_arrow());
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
      this.layout.components.forEach((id, row) => {
        const card = this.cards.get(id);
        const up = this.card_reading(frame.components[row], "instances_up");
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
    this.layout.components.forEach((id, row) => {
      const card = this.cards.get(id);
      if (card !== undefined) largest = Math.max(largest, this.ease_card(card, frame.components[row], part));
    });
    this.layout.connections.forEach((id, row) => {
      const arrow = this.arrows.get(id);
      if (arrow !== undefined) largest = Math.max(largest, this.ease_arrow(arrow, frame.connections[row], part));
    });
    this.read_breakers(frame);
    this.is_settled = largest < 0.002;
    return !this.is_settled;
  }

  private ease_card(card: CardNumbers, row: readonly Reading[] | undefined, part: number): number {
    const latency = this.card_reading(row, "latency_s_p99");
    const hits = this.card_reading(row, "hit_ratio");
    const busy = this.card_reading(row, "utilisation");
    const up = this.card_reading(row, "instances_up");
    if (latency !== null && !card.has_latency) card.latency_s_p99 = latency;
    if (hits !== null && !card.has_hit_ratio) card.hit_ratio = hits;
    card.has_latency = latency !== null;
    card.has_hit_ratio = hits !== null;
    card.has_utilisation = busy !== null;
    card.has_instances = up !== null;
    card.instances_up = up ?? 0;
    card.instances_seen = Math.max(card.instances_seen, card.instances_up);
    return Math.max(
      ease(card, "rate_per_s", this.card_reading(row, "rate_per_s") ?? 0, part),
      ease(card, "errors_per_s", this.card_reading(row, "errors_per_s") ?? 0, part),
      ease(card, "utilisation", busy ?? 0, part),
      ease(card, "queue", this.card_reading(row, "queue") ?? 0, part),
      ease(card, "latency_s_p99", latency ?? card.latency_s_p99, part),
      ease(card, "hit_ratio", hits ?? card.hit_ratio, part),
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

  private card_reading(row: readonly Reading[] | undefined, name: string): Reading {
    return row?.[this.card_positions.get(name) ?? -1] ?? null;
  }
}

function empty_arrow(): ArrowNumbers {
  return { calls_per_s: 0, errors_per_s: 0, timeouts_per_s: 0, retries_per_s: 0, is_cut: false, breaker: null };
}

function empty_card(): CardNumbers {
  return {
    rate_per_s: 0,
    errors_per_s: 0,
    utilisation: 0,
    queue: 0,
    latency_s_p99: 0,
    hit_ratio: 0,
    instances_up: 0,
    instances_seen: 0,
    has_latency: false,
    has_hit_ratio: false,
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

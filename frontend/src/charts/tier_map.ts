/** The map of tiers as shapes: nodes in columns, and between them ribbons as wide as what flows. Pure. */

import type { FlowNode, Frame, Series } from "../live/frames";

/** What the map is drawn from: nodes, ways between them (who watches first, where bytes begin last), and their load. */
export interface Flows {
  readonly nodes: readonly FlowNode[];
  readonly ways: readonly (readonly number[])[];
  readonly carried: readonly number[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A node as a bar; `parts` are the bytes that cross it by the node where they begin, from above. */
export interface Bar {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly through: number;
  readonly own: number;
  readonly parts: readonly { readonly from: number; readonly y: number; readonly height: number }[];
}

/** What flows between two nodes of neighbouring columns and began at one. */
export interface Ribbon {
  readonly key: string;
  readonly from: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
}

export interface TierMap {
  readonly bars: readonly Bar[];
  readonly ribbons: readonly Ribbon[];
  readonly whole: number;
}

export const BAR_WIDE = 12;
/** Room for the words beside the bars of the last column. */
const WORDS_WIDE = 138;
const NARROW = 480;
const WORDS_NARROW = 74;
const SLOT = 34;
const LEAST_HIGH = 2;
/** About a segment: who has a full buffer asks for one at a time. */
const MEAN_OF_S = 4;

/** Colours of series: what comes from far away and costs most has those that warn. */
const COLOURS_NEAR = [3, 1, 6, 4, 7];
const COLOURS_FAR = [2, 5];

/** The colour of what begins at each node; 0 for who watches. */
export function colours_of(nodes: readonly FlowNode[]): readonly number[] {
  const last = Math.max(...nodes.map(({ column }) => column));
  const given = { near: 0, far: 0 };
  return nodes.map(({ column }) => {
    if (column === 0) return 0;
    if (column === last) return COLOURS_FAR[given.far++ % COLOURS_FAR.length] ?? 0;
    return COLOURS_NEAR[given.near++ % COLOURS_NEAR.length] ?? 0;
  });
}

/** The ways of a run around a moment: means of a few seconds, so that the picture is calm; null without any. */
export function flows_at(series: Series, position: number): Flows | null {
  const { flows, frame_s } = series.layout;
  if (flows === undefined) return null;
  const first = Math.max(0, position + 1 - Math.max(1, Math.round(MEAN_OF_S / frame_s)));
  const told = series.frames
    .slice(first, position + 1)
    .flatMap(({ ways }: Frame) => (ways === undefined ? [] : [ways]));
  const carried = flows.ways.map(
    (_way, place) => told.reduce((sum, ways) => sum + (ways[place] ?? 0), 0) / Math.max(1, told.length),
  );
  return { nodes: flows.nodes, ways: flows.ways, carried };
}

/** How much of all bytes begins at each node, the greatest share first; nodes where none do are left out. */
export function shares({ ways, carried }: Flows): readonly { readonly node: number; readonly share: number }[] {
  const whole = carried.reduce((sum, each) => sum + each, 0);
  const own = new Map<number, number>();
  ways.forEach((way, place) => {
    const begins = way.at(-1) ?? 0;
    own.set(begins, (own.get(begins) ?? 0) + (carried[place] ?? 0));
  });
  return [...own]
    .filter(([, carries]) => carries > 0)
    .map(([node, carries]) => ({ node, share: carries / whole }))
    .sort((a, b) => b.share - a.share);
}

/** A stop of a way: a node, or a place in a column that it only passes. */
interface Stop {
  readonly key: string;
  readonly node: number | null;
  readonly column: number;
  /** What crosses it, by the node where it begins. */
  readonly carries: Map<number, number>;
}

/** Where everything stands. Columns go from left (who watches) to right; the height of a bar is what crosses it. */
export function tier_map(flows: Flows, size: Size): TierMap {
  const { stops, hops } = stops_of(flows);
  const whole = flows.carried.reduce((sum, each) => sum + each, 0);
  const columns = in_columns(stops);
  const most = Math.max(1, ...columns.map((column) => column.length));
  const scale = whole > 0 ? Math.max(0, size.height - most * SLOT + SLOT * 0.5) / whole : 0;
  const words_wide = size.width < NARROW ? WORDS_NARROW : WORDS_WIDE;
  const apart = (size.width - words_wide - BAR_WIDE) / Math.max(1, columns.length - 1);
  const placed = new Map<string, Place>();
  columns.forEach((column, place) => {
    const heights = column.map((stop) => Math.max(LEAST_HIGH, sum_of(stop.carries) * scale));
    const gap = (size.height - heights.reduce((sum, each) => sum + each, 0)) / column.length;
    let y = gap / 2;
    column.forEach((stop, index) => {
      const height = heights[index] ?? 0;
      const own_high = (stop.carries.get(stop.node ?? -1) ?? 0) * scale;
      placed.set(stop.key, { x: place * apart, y, height, own_high });
      y += height + gap;
    });
  });
  const bars = stops.flatMap((stop): Bar[] => {
    const at = placed.get(stop.key);
    if (stop.node === null || at === undefined) return [];
    let y = at.y;
    const parts = by_origin(stop.carries).map(([from, carries]) => {
      const part = { from, y, height: carries * scale };
      y += part.height;
      return part;
    });
    const through = sum_of(stop.carries);
    const { x, height } = at;
    return [{ node: stop.node, x, y: at.y, height, through, own: stop.carries.get(stop.node) ?? 0, parts }];
  });
  return { bars, ribbons: ribbons_of(hops, placed, scale), whole };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** How much of the height begins here: that comes from nowhere behind. */
  readonly own_high: number;
}

interface Hop {
  readonly left: string;
  readonly right: string;
  readonly from: number;
  carries: number;
}

/** Every stop and every piece of the ways, those between the same stops with the same begin put together. */
function stops_of({ nodes, ways, carried }: Flows): { readonly stops: Stop[]; readonly hops: readonly Hop[] } {
  const stops = new Map<string, Stop>(
    nodes.map(({ column }, node) => [`${node}`, { key: `${node}`, node, column, carries: new Map() }]),
  );
  const hops = new Map<string, Hop>();
  ways.forEach((way, place) => {
    const carries = carried[place] ?? 0;
    const from = way.at(-1) ?? 0;
    const path = with_passes(way, nodes, stops);
    path.forEach((stop, index) => {
      stop.carries.set(from, (stop.carries.get(from) ?? 0) + carries);
      const left = path[index - 1];
      if (left === undefined) return;
      const key = `${left.key}>${stop.key}>${from}`;
      const hop = hops.get(key) ?? { left: left.key, right: stop.key, from, carries: 0 };
      hop.carries += carries;
      hops.set(key, hop);
    });
  });
  return { stops: [...stops.values()], hops: [...hops.values()] };
}

/** The stops of a way, with one in every column that it passes. */
function with_passes(way: readonly number[], nodes: readonly FlowNode[], stops: Map<string, Stop>): readonly Stop[] {
  const path: Stop[] = [];
  way.forEach((node, index) => {
    const before = way[index - 1];
    const column = nodes[node]?.column ?? 0;
    if (before !== undefined) {
      for (let passed = (nodes[before]?.column ?? 0) + 1; passed < column; passed += 1) {
        const key = `${before}>${node}@${passed}`;
        const pass = stops.get(key) ?? { key, node: null, column: passed, carries: new Map() };
        stops.set(key, pass);
        path.push(pass);
      }
    }
    const stop = stops.get(`${node}`);
    if (stop !== undefined) path.push(stop);
  });
  return path;
}

/** Stops by column; what is only passed stands below the nodes, so that these keep their places. */
function in_columns(stops: readonly Stop[]): readonly (readonly Stop[])[] {
  const columns: Stop[][] = [];
  for (const stop of stops) (columns[stop.column] ??= []).push(stop);
  return columns.map((column) => column.toSorted((a, b) => Number(a.node === null) - Number(b.node === null)));
}

function ribbons_of(
  hops: readonly Hop[],
  placed: ReadonlyMap<string, Place>,
  scale: number,
): readonly Ribbon[] {
  const y_of = (key: string): number => placed.get(key)?.y ?? 0;
  const below_own = (key: string): number => y_of(key) + (placed.get(key)?.own_high ?? 0);
  const left_y = stacked(hops, ({ left }) => left, (hop) => [hop.from, y_of(hop.right)], below_own, scale);
  const right_y = stacked(hops, ({ right }) => right, (hop) => [hop.from, y_of(hop.left)], y_of, scale);
  return hops.map((hop, index) => ({
    key: `${hop.left}>${hop.right}>${hop.from}`,
    from: hop.from,
    x1: (placed.get(hop.left)?.x ?? 0) + BAR_WIDE,
    y1: left_y[index] ?? 0,
    x2: placed.get(hop.right)?.x ?? 0,
    y2: right_y[index] ?? 0,
    width: hop.carries * scale,
  }));
}

/** Where each hop begins at one of its ends: under one another, ordered by where they begin and lead. */
function stacked(
  hops: readonly Hop[],
  end_of: (hop: Hop) => string,
  order_of: (hop: Hop) => readonly [number, number],
  y_of: (key: string) => number,
  scale: number,
): readonly number[] {
  const starts: number[] = [];
  const reached = new Map<string, number>();
  const order = hops
    .map((hop, index) => ({ hop, index, order: order_of(hop) }))
    .sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  for (const { hop, index } of order) {
    const end = end_of(hop);
    const y = reached.get(end) ?? y_of(end);
    starts[index] = y;
    reached.set(end, y + hop.carries * scale);
  }
  return starts;
}

function by_origin(carries: ReadonlyMap<number, number>): readonly (readonly [number, number])[] {
  return [...carries].filter(([, each]) => each > 0).sort(([a], [b]) => a - b);
}

function sum_of(carries: ReadonlyMap<number, number>): number {
  return [...carries.values()].reduce((sum, each) => sum + each, 0);
}

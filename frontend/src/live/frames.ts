/** Frames of a run and the pure fold that turns them into a series. */

/** The order of ids and metrics in the rows of every frame of one run. */
export interface Layout {
  readonly frame_s: number;
  readonly frames_count: number;
  readonly components: readonly string[];
  readonly component_metrics: readonly string[];
  readonly connections: readonly string[];
  readonly connection_metrics: readonly string[];
  /** The connections that have policies, and what is told of these; runs from before there were any lack both. */
  readonly policies?: readonly string[];
  readonly policy_metrics?: readonly string[];
  readonly total_metrics: readonly string[];
  /** Runs without viewers have none. */
  readonly viewers?: ViewersLayout;
  /** Runs in which no stream reaches viewers have none. */
  readonly flows?: FlowsLayout;
  /** Runs in which nothing keeps keys or titles have none. */
  readonly contents?: ContentsLayout;
}

/** What caches and tiers keep: a row of each is kept, room, share of one hot key, whether that is kept, and then for
 * each column of keys, by popularity, which share is kept, and for each which share of the requests asks for it,
 * and how often each of its deeds was done since the run began. */
export interface ContentsLayout {
  readonly ids: readonly string[];
  /** In what `kept` and `room` are counted. */
  readonly units: readonly string[];
  readonly counts: readonly number[];
  /** Where the columns of each begin; the most popular key has rank 0. */
  readonly first_ranks: readonly (readonly number[])[];
  /** Columns of the summary of a cache; runs from before they were told lack them. */
  readonly deeds?: readonly (readonly string[])[];
}

/** What the rows of carriers, and the numbers of streams and ways, mean. */
export interface FlowsLayout {
  readonly carriers: readonly string[];
  readonly carrier_metrics: readonly string[];
  readonly streams: readonly string[];
  /** The map of tiers: who watches stands in column 0. */
  readonly nodes: readonly FlowNode[];
  /** Nodes that bytes cross, who watches first, the tier where they begin last. */
  readonly ways: readonly (readonly number[])[];
}

/** Components that the map of tiers draws as one. */
export interface FlowNode {
  readonly label: string;
  readonly members: readonly string[];
  readonly column: number;
}

/** What the rows of viewers mean, and how single viewers are told. */
export interface ViewersLayout {
  readonly ids: readonly string[];
  readonly metrics: readonly string[];
  /** The populations of which a few viewers are told one by one, a row of samples for each. */
  readonly sampled: readonly string[];
  readonly states: readonly string[];
  readonly ladder_kbps: readonly number[];
  /** How many real viewers one of each population stands for. */
  readonly stand_for?: readonly number[];
}

/** A second, and then of each sampled viewer: state, bitrate in kbit/s, seconds in the buffer. */
export type Sample = readonly number[];

/** A number, or null where nothing happened in the frame. */
export type Reading = number | null;

/** The live numbers of one short piece of simulated time. */
export interface Frame {
  readonly n: number;
  readonly clock_s: number;
  readonly totals: readonly Reading[];
  readonly components: readonly (readonly Reading[])[];
  readonly connections: readonly (readonly Reading[])[];
  readonly policies?: readonly (readonly Reading[])[];
  readonly viewers?: readonly (readonly Reading[])[];
  readonly samples?: readonly (readonly Sample[])[];
  /** Of what carries bytes; like `streams` and `ways` (Gbit/s) left out of a frame in which viewers made no step. */
  readonly carriers?: readonly (readonly Reading[])[];
  readonly streams?: readonly Reading[];
  readonly ways?: readonly Reading[];
  /** Told once a second. */
  readonly contents?: readonly (readonly Reading[])[];
}

/** All frames seen so far, without a hole: `frames[i].n === i + 1`. */
export interface Series {
  readonly layout: Layout;
  readonly frames: readonly Frame[];
}

/** What folding frames gave: the longer series, and whether frames are missing between it and what came. */
export interface Folded {
  readonly series: Series;
  readonly has_gap: boolean;
}

/** A series without frames. */
export function empty_series(layout: Layout): Series {
  return { layout, frames: [] };
}

/** The number of the last frame of a series; 0 when it has none. */
export function top_of(series: Series): number {
  return series.frames.length;
}

/** Adds frames that follow the series; drops those it has; stops at the first hole. */
export function fold(series: Series, arrived: readonly Frame[]): Folded {
  const next: Frame[] = [];
  let top = top_of(series);
  let has_gap = false;
  for (const frame of arrived) {
    if (frame.n <= top) continue;
    if (frame.n > top + 1) {
      has_gap = true;
      break;
    }
    next.push(frame);
    top = frame.n;
  }
  if (next.length === 0) return { series, has_gap };
  return { series: { layout: series.layout, frames: [...series.frames, ...next] }, has_gap };
}

/** The position of the last frame that ends at or before `clock_s`; -1 when there is none. */
export function frame_index_at(series: Series, clock_s: number): number {
  let low = 0;
  let high = series.frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const frame = series.frames[middle];
    if (frame !== undefined && frame.clock_s <= clock_s + 1e-9) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What steps of viewers tell: a frame that has none of one shows what the last one before it told. */
const HELD_FRAMES = 4;

/** The frame at a position, filled up with what steps of viewers told shortly before. */
export function held(series: Series, position: number): Frame | null {
  const frame = series.frames[position];
  if (frame === undefined) return null;
  if (series.layout.viewers === undefined) return frame;
  let filled = frame;
  for (let back = 1; back <= HELD_FRAMES; back += 1) {
    const before = series.frames[position - back];
    if (before === undefined) break;
    filled = {
      ...before_only(before),
      ...filled,
      ...(filled.viewers === undefined ? {} : { viewers: filled_rows(filled.viewers, before.viewers) }),
    };
  }
  return filled;
}

function before_only({ carriers, streams, ways }: Frame): Partial<Frame> {
  return carriers === undefined ? {} : { carriers, streams: streams ?? [], ways: ways ?? [] };
}

type Rows = readonly (readonly Reading[])[];

function filled_rows(rows: Rows, before: Rows | undefined): Rows {
  return rows.map((row, place) => row.map((value, column) => value ?? before?.[place]?.[column] ?? null));
}

/** What is drawn of one run: a metric of the whole, of a component, of its viewers, or of a connection. */
export type Subject =
  | { readonly of: "totals" }
  | { readonly of: "component"; readonly id: string }
  | { readonly of: "audience"; readonly id: string }
  | { readonly of: "carrier"; readonly id: string }
  | { readonly of: "stream"; readonly id: string }
  | { readonly of: "connection"; readonly id: string };

/** Clock of every frame, in seconds. */
export function clock_column(series: Series): number[] {
  return series.frames.map((frame) => frame.clock_s);
}

/** One metric over all frames; every entry is null when the layout does not know it. */
export function column(series: Series, subject: Subject, metric: string): Reading[] {
  const read = reader_of(series.layout, subject, metric);
  return series.frames.map(read);
}

/** One metric in one frame. */
export function reading(series: Series, frame: Frame, subject: Subject, metric: string): Reading {
  return reader_of(series.layout, subject, metric)(frame);
}

/** A metric around a moment: the mean of the readings in the `window_s` that end with the frame at `position`. */
export function recent(series: Series, position: number, subject: Subject, metric: string, window_s = 1): Reading {
  const read = reader_of(series.layout, subject, metric);
  const count = Math.max(1, Math.round(window_s / series.layout.frame_s));
  const readings = series.frames
    .slice(Math.max(0, position + 1 - count), position + 1)
    .map(read)
    .filter((value) => value !== null);
  return readings.length === 0 ? null : readings.reduce((sum, value) => sum + value, 0) / readings.length;
}

/** Reads one metric of frames of this layout; null where it does not know it. */
export function reader_of(layout: Layout, subject: Subject, metric: string): (frame: Frame) => Reading {
  if (subject.of === "totals") {
    const position = layout.total_metrics.indexOf(metric);
    return (frame) => frame.totals[position] ?? null;
  }
  if (subject.of === "component") {
    const row = layout.components.indexOf(subject.id);
    const position = layout.component_metrics.indexOf(metric);
    return (frame) => frame.components[row]?.[position] ?? null;
  }
  if (subject.of === "audience") {
    const row = layout.viewers?.ids.indexOf(subject.id) ?? -1;
    const position = layout.viewers?.metrics.indexOf(metric) ?? -1;
    return (frame) => frame.viewers?.[row]?.[position] ?? null;
  }
  if (subject.of === "carrier") {
    const row = layout.flows?.carriers.indexOf(subject.id) ?? -1;
    const position = layout.flows?.carrier_metrics.indexOf(metric) ?? -1;
    return (frame) => frame.carriers?.[row]?.[position] ?? null;
  }
  if (subject.of === "stream") {
    const place = layout.flows?.streams.indexOf(subject.id) ?? -1;
    return (frame) => frame.streams?.[place] ?? null;
  }
  const position = layout.connection_metrics.indexOf(metric);
  if (position < 0) return policy_reader(layout, subject.id, metric);
  const row = layout.connections.indexOf(subject.id);
  return (frame) => frame.connections[row]?.[position] ?? null;
}

function policy_reader(layout: Layout, id: string, metric: string): (frame: Frame) => Reading {
  const row = layout.policies?.indexOf(id) ?? -1;
  const position = layout.policy_metrics?.indexOf(metric) ?? -1;
  return (frame) => frame.policies?.[row]?.[position] ?? null;
}

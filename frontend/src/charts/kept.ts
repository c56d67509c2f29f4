/** What a cache keeps against what is popular, from the frames of a run: pure. */

import type { Series } from "../live/frames";

/** Keys of neighbouring popularity; ranks are counted from 1. */
export interface Column {
  readonly first: number;
  readonly last: number;
  /** The share of the requests that asks for them. */
  readonly asked: number;
  /** The share of them that is kept. */
  readonly kept: number;
}

export interface Shelf {
  readonly unit: string;
  readonly kept: number;
  readonly room: number;
  readonly count: number;
  /** One key that is asked for beyond its rank; null when there is none. */
  readonly hot: { readonly asked: number; readonly kept: number } | null;
  readonly columns: readonly Column[];
}

const HEAD = 4;

/** What the run tells of a cache at a moment; null before it told anything, and for what keeps nothing. */
export function shelf_at(series: Series, position: number, id: string): Shelf | null {
  const { contents, frame_s } = series.layout;
  const place = contents?.ids.indexOf(id) ?? -1;
  if (contents === undefined || place < 0) return null;
  const row = last_row(series, position, place, Math.ceil(1 / frame_s) + 1);
  if (row === null) return null;
  const firsts = contents.first_ranks[place] ?? [];
  const count = contents.counts[place] ?? 0;
  const [kept, room, hot_asked, hot_kept] = row;
  const columns = firsts.map((first, column) => ({
    first: first + 1,
    last: firsts[column + 1] ?? count,
    kept: row[HEAD + column] ?? 0,
    asked: row[HEAD + firsts.length + column] ?? 0,
  }));
  const hot = hot_asked == null ? null : { asked: hot_asked, kept: hot_kept ?? 0 };
  return { unit: contents.units[place] ?? "", kept: kept ?? 0, room: room ?? 0, count, hot, columns };
}

function last_row(series: Series, position: number, place: number, frames: number): readonly (number | null)[] | null {
  for (let back = 0; back <= frames; back += 1) {
    const row = series.frames[position - back]?.contents?.[place];
    if (row !== undefined) return row;
  }
  return null;
}

/** The share of the requests that asks for what is kept: what would hit if nothing changed. */
export function reach(shelf: Shelf): number {
  const columns = shelf.hot === null ? shelf.columns : [shelf.hot, ...shelf.columns];
  return columns.reduce((sum, { asked, kept }) => sum + asked * kept, 0);
}

export interface Tick {
  readonly column: number;
  readonly text: string;
}

/** Columns that begin at about a power of ten, with the number that stands under them. */
export function tick_columns(columns: readonly Column[]): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let power = 0; power <= 6; power += 1) {
    const rank = 10 ** power;
    const column = columns.findIndex(({ first, last }) => first <= rank && rank <= last);
    if (column >= 0) ticks.push({ column, text: power < 3 ? `${rank}` : `${rank / 1000}k` });
  }
  return ticks;
}

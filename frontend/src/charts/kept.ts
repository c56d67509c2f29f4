/** What a cache keeps against what is popular, from the frames of a run: pure. */

import type { Series } from "../live/frames";
import { language, t } from "../words/words";

/** Keys of neighbouring popularity; ranks are counted from 1. */
export interface Column {
  readonly first: number;
  readonly last: number;
  /** The share of the requests that asks for them. */
  readonly asked: number;
  /** The share of them that is kept. */
  readonly kept: number;
}

/** Something that is done at a cache besides keeping keys: in the last second, and since the run began. */
export interface Deed {
  readonly name: string;
  readonly now: number;
  readonly all: number;
}

export interface Shelf {
  readonly unit: string;
  readonly kept: number;
  readonly room: number;
  readonly count: number;
  /** One key that is asked for beyond its rank; null when there is none. */
  readonly hot: { readonly asked: number; readonly kept: number } | null;
  readonly columns: readonly Column[];
  readonly deeds: readonly Deed[];
}

const HEAD = 4;
/** What the deeds of a cache are, by their names in the summary. */
const WORDS: Readonly<Record<string, string>> = {
  coalesced: t("waited for a key being rebuilt"),
  stale_served: t("got an old answer"),
  early_refreshes: t("rebuilt before the end"),
  refreshes: t("refreshed"),
  from_afar: t("found in another zone"),
  warmed: t("keys brought by a warmer"),
};

/** What the run tells of a cache at a moment; null before it told anything, and for what keeps nothing. */
export function shelf_at(series: Series, position: number, id: string): Shelf | null {
  const { contents, frame_s } = series.layout;
  const place = contents?.ids.indexOf(id) ?? -1;
  if (contents === undefined || place < 0) return null;
  const second = Math.ceil(1 / frame_s);
  const row = last_row(series, position, place, second + 1);
  if (row === null) return null;
  const before = last_row(series, position - second, place, second + 1);
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
  const behind = HEAD + 2 * firsts.length;
  const deeds = (contents.deeds?.[place] ?? []).map((name, at) => {
    const all = row[behind + at] ?? 0;
    return { name, now: all - (before?.[behind + at] ?? 0), all };
  });
  return { unit: contents.units[place] ?? "", kept: kept ?? 0, room: room ?? 0, count, hot, columns, deeds };
}

/** What was done besides keeping, in words; empty for a cache where nothing of that kind can happen. */
export function deeds_text(deeds: readonly Deed[]): string {
  if (deeds.length === 0) return "";
  const told = deeds.map(({ name, now, all }) =>
    t("{now} {deed} ({all} so far)", { now: count_text(now), deed: WORDS[name] ?? name, all: count_text(all) }),
  );
  return t("In the last second: {deeds}", { deeds: told.join(" · ") });
}

function count_text(count: number): string {
  return count.toLocaleString(language);
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

/** The values of charts as a table: some moments of the window, pinned ones among them, the newest first. */

import { clock_text } from "../design/quantities";
import { column, frame_index_at, type Reading, type Series } from "../live/frames";
import type { ChartDefinition } from "./chart";
import type { Other } from "./lens";
import { reading_text } from "./numbers";
import { row } from "./tables";
import { frames_in, resampled, type TimeWindow } from "./window";
import { t } from "../words/words";

const ROWS = 12;

interface Told {
  readonly series: Series;
  readonly window: TimeWindow | null;
  readonly moments: readonly number[];
  readonly other: Other | null;
}

interface Column {
  readonly title: string;
  readonly text: (index: number) => string;
}

export function values_table(definitions: readonly ChartDefinition[], told: Told): HTMLTableElement {
  const table = document.createElement("table");
  const columns = columns_of(definitions, told);
  const head = row("th", [t("Time"), ...columns.map(({ title }) => title)]);
  const body = places(told).map(({ index, pin }) => {
    const time = clock_text(told.series.frames[index]?.clock_s ?? 0);
    const made = row("td", [pin === 0 ? time : `${time} (pinned ${pin})`, ...columns.map(({ text }) => text(index))]);
    made.classList.toggle("is-pinned", pin > 0);
    return made;
  });
  table.append(head, ...body);
  return table;
}

function columns_of(definitions: readonly ChartDefinition[], { series, other }: Told): readonly Column[] {
  const clock_s = series.frames.map((frame) => frame.clock_s);
  const other_clock = other?.series.frames.map((frame) => frame.clock_s) ?? [];
  return definitions.flatMap((chart) =>
    chart.lines.flatMap((line) => {
      const text = (values: readonly Reading[]) => (index: number) => reading_text(chart.scale, values[index]);
      const title = definitions.length > 1 ? `${chart.title}: ${line.label}` : line.label;
      const own = { title, text: text(column(series, line.subject, line.metric)) };
      if (other === null) return [own];
      const beside = resampled(clock_s, other_clock, column(other.series, line.subject, line.metric));
      return [own, { title: `${title}, ${other.name}`, text: text(beside) }];
    }),
  );
}

/** Which frames are told, the newest first, and the number of the pin for those that are pinned. */
function places({ series, window, moments }: Told): readonly { readonly index: number; readonly pin: number }[] {
  const shown = frames_in(series, window);
  const first = shown[0] === undefined ? 0 : shown[0].n - 1;
  const step = Math.max(1, Math.ceil(shown.length / ROWS));
  const found = new Map<number, number>();
  for (let back = 0; back < shown.length; back += step) found.set(first + shown.length - 1 - back, 0);
  moments.forEach((moment, place) => found.set(Math.max(0, frame_index_at(series, moment)), place + 1));
  return [...found].map(([index, pin]) => ({ index, pin })).toSorted((a, b) => b.index - a.index);
}

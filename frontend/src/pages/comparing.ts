/** Another run of the history, to be laid over the one that is shown. */

import type { Other } from "../charts/lens";
import type { OtherRun } from "../charts/strip";
import { shared_address } from "../live/addresses";
import { empty_series, fold } from "../live/frames";
import type { FramesPage } from "../live/messages";
import { fetch_json } from "./page";

const PAGE_FRAMES = 500;

/** The runs that a run can be compared with; none for who looks on through a link, and none when nobody answers. */
export async function fetch_others(run: string): Promise<readonly OtherRun[]> {
  if (shared_address() !== null) return [];
  try {
    return (await fetch_json<{ runs: readonly OtherRun[] }>(`/runs/${run}/others.json`)).runs;
  } catch {
    return [];
  }
}

/** All frames that a run has; null when it has none. */
export async function fetch_other({ id, name }: OtherRun): Promise<Other | null> {
  let series = null;
  for (let after = 0; ; ) {
    const page = await fetch_json<FramesPage>(`/runs/${id}/frames/?after=${after}&limit=${PAGE_FRAMES}`);
    if (page.layout === null || page.frames.length === 0) break;
    series = fold(series ?? empty_series(page.layout), page.frames).series;
    const last = page.frames.at(-1)?.n ?? 0;
    if (last <= after || last >= page.top) break;
    after = last;
  }
  return series === null ? null : { name, series };
}

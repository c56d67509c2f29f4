/** What a chart is: its lines, and how its numbers are written. */

import type { Subject } from "../live/frames";

export interface Line {
  readonly label: string;
  readonly subject: Subject;
  readonly metric: string;
}

/** How the numbers of a chart are written; a ratio is drawn up to 1, a share as high as it goes. */
export type Scale = "rate" | "latency" | "ratio" | "share" | "count" | "bitrate";

export interface ChartDefinition {
  readonly key: string;
  readonly title: string;
  readonly scale: Scale;
  readonly lines: readonly Line[];
}

/** One run as a page follows it: its series, its state, its log, and the moment that is looked at. */

import { top_of, type Frame, type Series } from "../live/frames";
import { has_ended, type LogEntry, type RunStatus } from "../live/messages";
import { RunLine, type LineState } from "../live/socket";

/** What changed; pages redraw only what depends on it. */
export type SessionChange = "series" | "status" | "log" | "line" | "cursor";

type SessionListener = (session: RunSession, change: SessionChange) => void;

export class RunSession {
  series: Series | null = null;
  status: RunStatus | null = null;
  log: readonly LogEntry[] = [];
  line_state: LineState = "connecting";
  /** The position of the frame looked at; null follows the newest. */
  cursor: number | null = null;
  private readonly line: RunLine;

  constructor(
    readonly run: string,
    private readonly listener: SessionListener,
  ) {
    const changed = (change: SessionChange): void => this.listener(this, change);
    this.line = new RunLine(run, {
      series: (series) => ((this.series = series), changed("series")),
      status: (status) => ((this.status = status), changed("status")),
      log: (entries) => ((this.log = entries), changed("log")),
      line: (state) => ((this.line_state = state), changed("line")),
    });
  }

  close(): void {
    this.line.close();
  }

  get is_alive(): boolean {
    return this.status !== null && !has_ended(this.status.state);
  }

  /** Whether the picture moves: the run is computing and its newest frame is shown. */
  get is_moving(): boolean {
    return this.cursor === null && this.status?.state === "running" && !this.status.paused;
  }

  /** The position of the frame that the page shows; -1 when there is none. */
  get position(): number {
    return this.cursor ?? (this.series === null ? 0 : top_of(this.series)) - 1;
  }

  /** The frame that the page shows. */
  get shown(): Frame | null {
    return this.series?.frames[this.position] ?? null;
  }

  /** Looks at the frame at this position; null follows the run again. */
  seek(position: number | null): void {
    const top = this.series === null ? 0 : top_of(this.series);
    this.cursor = position === null || top === 0 ? null : Math.max(0, Math.min(top - 1, position));
    this.listener(this, "cursor");
  }
}

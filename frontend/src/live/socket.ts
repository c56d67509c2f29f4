/** The line to one run: a websocket that comes back with its last number, and polling where sockets are blocked. */

import { backoff_ms } from "./backoff";
import { empty_series, fold, top_of, type Series } from "./frames";
import { has_ended, type FramesPage, type LogEntry, type RunStatus, type ServerMessage } from "./messages";

/** How the line stands. `lost` carries on by itself; `refused` does not. */
export type LineState = "connecting" | "open" | "lost" | "polling" | "complete" | "refused";

/** What a page wants to hear about a run. */
export interface LineListener {
  series(series: Series): void;
  status(status: RunStatus): void;
  log(entries: readonly LogEntry[]): void;
  line(state: LineState): void;
}

const REFUSED_CODES = new Set([4001, 4003, 4004]);
const START_AGAIN_CODE = 4010;
const FAILURES_BEFORE_POLLING = 4;
const POLL_MS = 700;
const POLL_LIMIT = 300;

/** Follows one run until it is complete or `close` is called. */
export class RunLine {
  private series: Series | null = null;
  private status: RunStatus | null = null;
  private socket: WebSocket | null = null;
  private timer: number | undefined;
  private failures = 0;
  private expected_top = 0;
  private is_closed = false;

  constructor(
    private readonly run: string,
    private readonly listener: LineListener,
  ) {
    window.addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    this.connect();
  }

  /** Ends the line for good. */
  close(): void {
    this.is_closed = true;
    window.clearTimeout(this.timer);
    window.removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    this.socket?.close();
    this.socket = null;
  }

  private connect(): void {
    if (this.is_closed) return;
    this.listener.line("connecting");
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws/runs/${this.run}/`);
    this.socket = socket;
    socket.onopen = () => this.ask();
    socket.onmessage = (event: MessageEvent<string>) => this.receive(JSON.parse(event.data) as ServerMessage);
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  private ask(): void {
    const after = this.series === null ? 0 : top_of(this.series);
    this.socket?.send(JSON.stringify({ type: "hello", after }));
  }

  private receive(message: ServerMessage): void {
    this.failures = 0;
    if (message.type === "welcome") {
      if (message.layout !== null && this.series === null) this.series = empty_series(message.layout);
      this.expected_top = Math.max(this.expected_top, message.top);
      this.listener.line("open");
      this.take_status(message);
    } else if (message.type === "frames") {
      this.take_frames(message.frames);
    } else if (message.type === "log") {
      this.listener.log(message.entries);
    } else if (message.type === "state") {
      this.take_status(message);
      if (this.series === null) this.ask();
    }
    this.finish_when_complete();
  }

  private take_status(status: RunStatus): void {
    this.status = status;
    this.listener.status(status);
  }

  private take_frames(frames: FramesPage["frames"]): void {
    if (this.series === null) return this.ask();
    const folded = fold(this.series, frames);
    if (folded.series !== this.series) {
      this.series = folded.series;
      this.listener.series(this.series);
    }
    if (folded.has_gap) this.ask();
  }

  private finish_when_complete(): void {
    if (this.status === null || !has_ended(this.status.state)) return;
    if (this.series !== null && top_of(this.series) < this.expected_top) return;
    this.listener.line("complete");
  }

  private lost(socket: WebSocket, code: number): void {
    if (this.is_closed || socket !== this.socket) return;
    this.socket = null;
    if (REFUSED_CODES.has(code)) return this.listener.line("refused");
    if (this.status !== null && has_ended(this.status.state) && code === 1000) return;
    if (code === START_AGAIN_CODE) this.series = null;
    this.failures += 1;
    this.listener.line("lost");
    const next = this.failures > FAILURES_BEFORE_POLLING ? () => void this.poll() : () => this.connect();
    this.timer = window.setTimeout(next, backoff_ms(this.failures));
  }

  /** One poll of frames/; tries the websocket again after every tenth. */
  private async poll(): Promise<void> {
    if (this.is_closed) return;
    const after = this.series === null ? 0 : top_of(this.series);
    const page = await fetch_page(this.run, after);
    if (this.is_closed) return;
    if (page === null) {
      this.listener.line("lost");
      this.timer = window.setTimeout(() => this.connect(), backoff_ms((this.failures += 1)));
      return;
    }
    this.listener.line("polling");
    this.take_page(page);
    const is_over = has_ended(page.state) && this.series !== null && top_of(this.series) >= page.top;
    if (is_over) return this.listener.line("complete");
    this.failures += 1;
    const next = this.failures % 10 === 0 ? () => this.connect() : () => void this.poll();
    this.timer = window.setTimeout(next, page.frames.length >= POLL_LIMIT ? 0 : POLL_MS);
  }

  private take_page(page: FramesPage): void {
    if (this.series === null && page.layout !== null) this.series = empty_series(page.layout);
    if (this.status?.state !== page.state) {
      this.take_status({
        reason: "",
        speed: this.status?.speed ?? 1,
        paused: this.status?.paused ?? false,
        state: page.state,
      });
    }
    this.take_frames(page.frames);
  }

  /** The network or the tab is back: no reason to wait out the backoff. */
  private readonly hurry = (): void => {
    if (this.is_closed || this.socket !== null || document.visibilityState === "hidden") return;
    if (this.status !== null && has_ended(this.status.state)) return;
    window.clearTimeout(this.timer);
    this.connect();
  };
}

async function fetch_page(run: string, after: number): Promise<FramesPage | null> {
  try {
    const answer = await fetch(`/runs/${run}/frames/?after=${after}&limit=${POLL_LIMIT}`);
    return answer.ok ? ((await answer.json()) as FramesPage) : null;
  } catch {
    return null;
  }
}

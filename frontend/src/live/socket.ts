/** The line to one run: a websocket that comes back with its last number, server-sent events where websockets are
 * blocked, and polling where nothing stays open. */

import { backoff_ms } from "./backoff";
import { run_address, shared_address } from "./addresses";
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
const FAILURES_BEFORE_EVENTS = 2;
const FAILURES_BEFORE_POLLING = 5;
const CAN_UNPACK = typeof DecompressionStream !== "undefined";
const POLL_MS = 700;
const POLL_LIMIT = 300;

/** Follows one run until it is complete or `close` is called. */
export class RunLine {
  private series: Series | null = null;
  private status: RunStatus | null = null;
  private socket: WebSocket | null = null;
  private events: EventSource | null = null;
  /** No websocket of this line has ever said anything. */
  private is_mute = true;
  private has_heard_events = false;
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
    this.stop_events();
  }

  private connect(): void {
    if (this.is_closed) return;
    this.listener.line("connecting");
    // A link is no right to a socket; the same messages come as events.
    if (shared_address() !== null) return this.listen();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws/runs/${this.run}/`);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.ask();
    // Unpacking takes a turn of the event loop: whatever comes meanwhile waits for it.
    let before = Promise.resolve();
    let unpacking = 0;
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.is_mute = false;
      const { data } = event;
      if (typeof data === "string" && unpacking === 0) return this.take_text(socket, data);
      unpacking += 1;
      before = before.then(async () => {
        const text = typeof data === "string" ? data : await unpacked(data);
        unpacking -= 1;
        this.take_text(socket, text);
      });
    };
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  /** The same messages as server-sent events; the number of the last frame goes along, as it does over a socket. */
  private listen(): void {
    if (this.is_closed) return;
    this.stop_events();
    const after = this.series === null ? 0 : top_of(this.series);
    const events = new EventSource(run_address(this.run, `events/?after=${after}`));
    this.events = events;
    events.onmessage = (event: MessageEvent<string>) => {
      this.has_heard_events = true;
      this.receive(JSON.parse(event.data) as ServerMessage);
    };
    events.addEventListener("again", () => {
      this.series = null;
      this.listen();
    });
    events.addEventListener("forbidden", () => {
      this.stop_events();
      this.listener.line("refused");
    });
    // We come back by ourselves, with the number of the last frame that was taken and not of the last that was sent.
    events.onerror = () => {
      if (this.is_closed || events !== this.events) return;
      this.stop_events();
      this.come_back();
    };
  }

  private stop_events(): void {
    this.events?.close();
    this.events = null;
  }

  private ask(): void {
    if (this.events !== null) return this.listen();
    const after = this.series === null ? 0 : top_of(this.series);
    this.socket?.send(JSON.stringify({ type: "hello", after, packed: CAN_UNPACK }));
  }

  private take_text(socket: WebSocket, text: string): void {
    if (socket === this.socket) this.receive(JSON.parse(text) as ServerMessage);
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
    this.stop_events();
    this.listener.line("complete");
  }

  private lost(socket: WebSocket, code: number): void {
    if (this.is_closed || socket !== this.socket) return;
    this.socket = null;
    if (REFUSED_CODES.has(code)) return this.listener.line("refused");
    if (this.status !== null && has_ended(this.status.state) && code === 1000) return;
    if (code === START_AGAIN_CODE) this.series = null;
    this.come_back();
  }

  private come_back(): void {
    this.failures += 1;
    this.listener.line("lost");
    this.timer = window.setTimeout(() => this.next_try(), backoff_ms(this.failures));
  }

  /** A line that was open once comes back as it was; one that never was tries what is left. */
  private next_try(): void {
    if (this.failures > FAILURES_BEFORE_POLLING) return void this.poll();
    if (this.is_mute && (this.has_heard_events || this.failures > FAILURES_BEFORE_EVENTS)) return this.listen();
    this.connect();
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
    if (this.is_closed || this.socket !== null || this.events !== null || document.visibilityState === "hidden") return;
    if (this.status !== null && has_ended(this.status.state)) return;
    window.clearTimeout(this.timer);
    this.connect();
  };
}

/** The text of a long message, which the server has compressed once for all viewers. */
async function unpacked(data: ArrayBuffer): Promise<string> {
  return new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

async function fetch_page(run: string, after: number): Promise<FramesPage | null> {
  try {
    const answer = await fetch(run_address(run, `frames/?after=${after}&limit=${POLL_LIMIT}`));
    return answer.ok ? ((await answer.json()) as FramesPage) : null;
  } catch {
    return null;
  }
}

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { deflateSync } from "node:zlib";

import { top_of, type Series } from "../../src/live/frames";
import type { ServerMessage } from "../../src/live/messages";
import { RunLine, type LineState } from "../../src/live/socket";
import { frames, layout } from "../tiny";

/** A server's end of a websocket that the test drops whenever it likes. */
class FakeSocket {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: { type: string; after: number }[] = [];

  constructor(readonly address: string) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string; after: number });
  }
  close(): void {
    this.onclose?.({ code: 1000 });
  }
  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  welcome(top: number): void {
    this.onopen?.();
    this.say({ type: "welcome", state: "running", reason: "", speed: 1, paused: false, top, layout: layout() });
  }
}

/** A server's end of an EventSource. */
class FakeEvents {
  static all: FakeEvents[] = [];
  static get last(): FakeEvents {
    return FakeEvents.all.at(-1)!;
  }
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly named: Record<string, () => void> = {};
  is_closed = false;

  constructor(readonly address: string) {
    FakeEvents.all.push(this);
  }
  addEventListener(name: string, hear: () => void): void {
    this.named[name] = hear;
  }
  close(): void {
    this.is_closed = true;
  }
  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  welcome(top: number): void {
    this.say({ type: "welcome", state: "running", reason: "", speed: 1, paused: false, top, layout: layout() });
  }
}

interface Heard {
  series: Series | null;
  readonly lines: LineState[];
  on_complete: () => void;
}

let line: RunLine;
let heard: Heard;
let polled: number[];

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  FakeSocket.all = [];
  FakeEvents.all = [];
  polled = [];
  heard = { series: null, lines: [], on_complete: () => undefined };
  const page = {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    querySelector: () => null,
    visibilityState: "visible",
  };
  const fetch_frames = (address: string): Promise<Response> => {
    const after = Number(new URL(address, "http://test").searchParams.get("after"));
    polled.push(after);
    const body = { state: "running", top: 12, layout: layout(), frames: frames(after + 1, 12) };
    return Promise.resolve(new Response(JSON.stringify(body)));
  };
  Object.assign(globalThis, {
    window: { ...page, setTimeout, clearTimeout },
    document: page,
    location: { protocol: "http:", host: "test" },
    WebSocket: FakeSocket,
    EventSource: FakeEvents,
    fetch: fetch_frames,
  });
  line = new RunLine("run-1", {
    series: (series) => (heard.series = series),
    status: () => undefined,
    log: () => undefined,
    line: (state) => {
      heard.lines.push(state);
      if (state === "complete") heard.on_complete();
    },
  });
});

afterEach(() => {
  line.close();
  mock.timers.reset();
});

test("the first hello asks from the beginning", () => {
  FakeSocket.last.welcome(0);
  assert.deepEqual(FakeSocket.last.sent, [{ type: "hello", after: 0, packed: true }]);
  assert.equal(FakeSocket.last.address, "ws://test/ws/runs/run-1/");
});

test("a dropped line comes back with its last number and misses nothing", () => {
  FakeSocket.last.welcome(3);
  FakeSocket.last.say({ type: "frames", frames: frames(1, 3) });
  FakeSocket.last.onclose?.({ code: 1006 });
  assert.equal(heard.lines.at(-1), "lost");
  mock.timers.tick(4000);
  assert.equal(FakeSocket.all.length, 2);
  FakeSocket.last.welcome(9);
  assert.deepEqual(FakeSocket.last.sent, [{ type: "hello", after: 3, packed: true }]);
  FakeSocket.last.say({ type: "frames", frames: frames(2, 9) });
  assert.deepEqual(
    heard.series?.frames.map(({ n }) => n),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

// Unpacking is done by threads, which take their time on a busy machine: what comes of it is heard, not counted out.
test("long messages come packed, in their order with the others", { timeout: 60_000 }, async () => {
  FakeSocket.last.welcome(9);
  const is_complete = new Promise<void>((done) => (heard.on_complete = done));
  const pack = (message: ServerMessage): ArrayBuffer => {
    const packed = deflateSync(JSON.stringify(message));
    return packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength) as ArrayBuffer;
  };
  FakeSocket.last.onmessage?.({ data: pack({ type: "frames", frames: frames(1, 5) }) });
  FakeSocket.last.say({ type: "frames", frames: frames(6, 7) });
  FakeSocket.last.onmessage?.({ data: pack({ type: "frames", frames: frames(8, 9) }) });
  FakeSocket.last.say({ type: "state", state: "done", reason: "", speed: 1, paused: false });
  await is_complete;
  assert.deepEqual(
    heard.series?.frames.map(({ n }) => n),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  assert.equal(FakeSocket.last.sent.length, 1);
  assert.equal(heard.lines.at(-1), "complete");
});

test("a hole in the frames is asked for again on the same line", () => {
  FakeSocket.last.welcome(9);
  FakeSocket.last.say({ type: "frames", frames: frames(1, 3) });
  FakeSocket.last.say({ type: "frames", frames: frames(6, 9) });
  assert.deepEqual(FakeSocket.last.sent.at(-1), { type: "hello", after: 3, packed: true });
});

test("the server may tell the page to start again from nothing", () => {
  FakeSocket.last.welcome(3);
  FakeSocket.last.say({ type: "frames", frames: frames(1, 3) });
  FakeSocket.last.onclose?.({ code: 4010 });
  mock.timers.tick(4000);
  FakeSocket.last.welcome(2);
  assert.deepEqual(FakeSocket.last.sent, [{ type: "hello", after: 0, packed: true }]);
});

test("a refusal is final", () => {
  FakeSocket.last.onclose?.({ code: 4003 });
  mock.timers.tick(60_000);
  assert.equal(heard.lines.at(-1), "refused");
  assert.equal(FakeSocket.all.length, 1);
});

function block_sockets(): void {
  for (let failure = 0; failure < 3; failure += 1) {
    FakeSocket.last.onclose?.({ code: 1006 });
    mock.timers.tick(4000);
  }
}

test("where sockets are blocked the same messages come as events", () => {
  block_sockets();
  assert.equal(FakeEvents.all.length, 1);
  assert.equal(FakeEvents.last.address, "/runs/run-1/events/?after=0");
  FakeEvents.last.welcome(9);
  FakeEvents.last.say({ type: "frames", frames: frames(1, 5) });
  assert.equal(heard.lines.at(-1), "open");
  FakeEvents.last.onerror?.();
  assert.equal(heard.lines.at(-1), "lost");
  mock.timers.tick(4000);
  assert.equal(FakeEvents.last.address, "/runs/run-1/events/?after=5");
  FakeEvents.last.say({ type: "frames", frames: frames(6, 9) });
  assert.equal(heard.series === null ? 0 : top_of(heard.series), 9);
  FakeEvents.last.say({ type: "state", state: "done", reason: "", speed: 1, paused: false });
  assert.equal(heard.lines.at(-1), "complete");
  assert.ok(FakeEvents.all.every(({ is_closed }) => is_closed));
});

test("a line that was open once comes back as a socket", () => {
  FakeSocket.last.welcome(3);
  block_sockets();
  assert.equal(FakeEvents.all.length, 0);
});

test("events tell the page to start again, or to go", () => {
  block_sockets();
  FakeEvents.last.welcome(3);
  FakeEvents.last.say({ type: "frames", frames: frames(1, 3) });
  FakeEvents.last.named["again"]?.();
  assert.equal(FakeEvents.last.address, "/runs/run-1/events/?after=0");
  FakeEvents.last.named["forbidden"]?.();
  assert.equal(heard.lines.at(-1), "refused");
  mock.timers.tick(60_000);
  assert.equal(FakeEvents.all.length, 2);
});

test("where nothing stays open the page polls and gets the same frames", async () => {
  block_sockets();
  for (let failure = 0; failure < 3; failure += 1) {
    FakeEvents.last.onerror?.();
    mock.timers.tick(4000);
  }
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done));
  assert.deepEqual(polled, [0]);
  assert.equal(heard.lines.at(-1), "polling");
  assert.equal(heard.series === null ? 0 : top_of(heard.series), 12);
});

test("a run that has ended is complete when its last frame is here", () => {
  FakeSocket.last.welcome(3);
  FakeSocket.last.say({ type: "frames", frames: frames(1, 3) });
  FakeSocket.last.say({ type: "state", state: "done", reason: "", speed: 1, paused: false });
  assert.equal(heard.lines.at(-1), "complete");
});

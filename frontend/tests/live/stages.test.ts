import assert from "node:assert/strict";
import { test } from "node:test";

import { broken_at, type LogEntry, type RunStatus } from "../../src/live/messages";
import { stage_of, stage_words } from "../../src/live/stages";

function status(fields: Partial<RunStatus> = {}): RunStatus {
  return { state: "running", reason: "", speed: 1, paused: false, ...fields };
}

const known = { status: status(), clock_s: 60, warm_up_s: 30, has_all: false };

test("a run is checked, waits, warms up, runs and finishes, one after the other", () => {
  const stages = [
    { ...known, status: null },
    { ...known, status: status({ state: "queued" }) },
    { ...known, clock_s: 12 },
    known,
    { ...known, has_all: true },
    { ...known, status: status({ state: "done" }) },
  ].map(stage_of);
  assert.deepEqual(stages, ["checking", "waiting", "warming", "running", "finishing", null]);
});

test("who waits is told the place in line", () => {
  const waiting = { ...known, status: status({ state: "queued", place_in_line: 3, wait_s: 20 }) };
  assert.match(stage_words("waiting", waiting), /place 3 in line, about 20 s/);
  assert.match(stage_words("warming", known), /30 s/);
  assert.equal(stage_words("running", { ...known, status: status({ paused: true }) }), "paused");
});

function entry(number: number, clock_s: number, fields: Partial<LogEntry> = {}): LogEntry {
  const usual = { frame: 1, sentence: "", failure: "slow", target: "auth", heal: false, can_undo: true };
  return { number, clock_s, ...usual, ...fields };
}

test("a failure is on from when it was done until it is healed, as seen from the moment looked at", () => {
  const log = [entry(1, 10), entry(2, 30, { heal: true }), entry(3, 50)];
  const numbers = (at: number): readonly number[] => broken_at(log, at).map(({ number }) => number);
  assert.deepEqual([5, 20, 40, 60].map(numbers), [[], [1], [], [3]]);
});

test("what cannot be healed is over at once, and a change breaks nothing", () => {
  const log = [entry(1, 10, { can_undo: false }), entry(2, 11, { failure: "change" })];
  assert.deepEqual(broken_at(log, 20), []);
});

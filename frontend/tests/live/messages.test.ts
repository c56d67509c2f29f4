import assert from "node:assert/strict";
import { test } from "node:test";

import { changed_to, type LogEntry } from "../../src/live/messages";

const change = (number: number, parameters: LogEntry["parameters"], can_undo = true): LogEntry => ({
  number,
  frame: number,
  clock_s: number,
  sentence: "Changed",
  failure: "change",
  target: "service",
  parameters: parameters ?? {},
  can_undo,
});

test("the last change of a parameter says what it is now", () => {
  const log = [change(1, { slots: 3 }), change(2, { slots: 5, queue_limit: 9 }), change(3, { queue_limit: 4 })];
  assert.equal(changed_to(log, "service", "slots"), 5);
  assert.equal(changed_to(log, "service", "queue_limit"), 4);
  assert.equal(changed_to(log, "service", "instances"), undefined);
  assert.equal(changed_to(log, "another", "slots"), undefined);
});

test("an undoing that brings the default back says so", () => {
  assert.equal(changed_to([change(1, { slots: 3 }), change(2, { slots: null })], "service", "slots"), null);
});

test("what was refused has changed nothing", () => {
  assert.equal(changed_to([change(1, { slots: 3 }), change(2, { slots: 8 }, false)], "service", "slots"), 3);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { call_map, level_of } from "../../src/charts/calls";
import type { Frame, Reading } from "../../src/live/frames";
import { frame, layout } from "../tiny";

const metrics = ["calls_per_s", "errors_per_s", "timeouts_per_s", "latency_s_p99"];
const told = layout({ connections: ["a-b", "a-b-2", "gone"], connection_metrics: metrics });

function series(...rows: readonly (readonly Reading[])[]): { layout: typeof told; frames: readonly Frame[] } {
  return { layout: told, frames: [1, 2, 3, 4].map((n) => ({ ...frame(n), connections: rows })) };
}

const ends = (id: string): { from: string; to: string } | null => (id === "gone" ? null : { from: "a", to: "b" });

test("calls between the same two are one cell, failures a share of them, the slower p99 told", () => {
  const map = call_map(series([30, 3, 0, 0.1], [10, 0, 1, 0.4], [5, 5, 5, 5]), { from_s: 0, to_s: 1 }, ends);
  assert.deepEqual([map.callers, map.callees], [["a"], ["b"]]);
  assert.deepEqual(map.cell("a", "b"), { rate_per_s: 40, failing: 0.1, p99_s: 0.4 });
  assert.equal(map.cell("b", "a"), null);
});

test("who calls nobody now has a cell without a latency", () => {
  const map = call_map(series([0, 0, 0, null], [0, 0, 0, null], [0, 0, 0, null]), { from_s: 0, to_s: 1 }, ends);
  assert.deepEqual(map.cell("a", "b"), { rate_per_s: 0, failing: 0, p99_s: null });
});

test("shades go by factors, and nothing has none", () => {
  assert.equal(level_of(100, 100), 5);
  assert.equal(level_of(10, 100), 3);
  assert.equal(level_of(0.001, 100), 1);
  assert.equal(level_of(0, 100), 0);
  assert.equal(level_of(null, 100), 0);
});

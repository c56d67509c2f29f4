import assert from "node:assert/strict";
import { test } from "node:test";

import type { Frame, Layout, Series } from "../../src/live/frames";
import { Bulletin } from "../../src/pages/bulletin";

const components = ["a", "b", "c", "d", "e"];
const layout: Layout = {
  frame_s: 1,
  frames_count: 100,
  components,
  component_metrics: ["utilisation", "errors_per_s"],
  connections: [],
  connection_metrics: [],
  total_metrics: [],
};

/** A run of one frame: utilisation and errors of each component. */
function at(...rows: readonly (readonly [number, number])[]): Series {
  const frame: Frame = { n: 1, clock_s: 1, totals: [], components: rows, connections: [] };
  return { layout, frames: [frame] };
}

const calm = [0.5, 0] as const;
const busy = [0.95, 0] as const;
const between = [0.85, 0] as const;
const failing = [0.5, 3] as const;

test("who gets into trouble is named once, and again when it is over", () => {
  const bulletin = new Bulletin((id) => id.toUpperCase());
  assert.equal(bulletin.words(at(calm, calm, calm, calm, calm), 0, 0), "");
  assert.equal(bulletin.words(at(busy, failing, calm, calm, calm), 0, 5000), "Errors at B. Overloaded: A.");
  assert.equal(bulletin.words(at(busy, failing, calm, calm, calm), 0, 10_000), "");
  assert.equal(bulletin.words(at(between, failing, calm, calm, calm), 0, 15_000), "");
  assert.equal(bulletin.words(at(calm, calm, calm, calm, calm), 0, 20_000), "Well again: A, B.");
});

test("sentences come at most every five seconds, and name three", () => {
  const bulletin = new Bulletin((id) => id);
  assert.equal(bulletin.words(at(calm, calm, calm, calm, calm), 0, 0), "");
  assert.equal(bulletin.words(at(busy, busy, busy, busy, busy), 0, 4999), "");
  assert.equal(bulletin.words(at(busy, busy, busy, busy, busy), 0, 5000), "Overloaded: a, b, c and 2 more.");
});

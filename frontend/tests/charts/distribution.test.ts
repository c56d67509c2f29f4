import assert from "node:assert/strict";
import { test } from "node:test";

import { bars_of, place_of, quantile_s, ticks_s } from "../../src/charts/distribution";

const told = { edges_s: [0.01, 0.02, 0.04, 0.08], counts: [2, 6, 2] };

test("bars are as wide as each other where each doubles, and as high as their counts", () => {
  const bars = bars_of(told);
  assert.deepEqual(
    bars.map(({ from, to }) => [from, to].map((each) => Math.round(each * 1000) / 1000)),
    [
      [0, 0.333],
      [0.333, 0.667],
      [0.667, 1],
    ],
  );
  assert.deepEqual(
    bars.map(({ height, below }) => [Math.round(height * 100) / 100, below]),
    [
      [0.33, 0.2],
      [1, 0.8],
      [0.33, 1],
    ],
  );
});

test("a percentile lies within the bar in which the share is reached", () => {
  assert.equal(quantile_s(told, 0.5), 0.03);
  assert.equal(quantile_s(told, 0.2), 0.02);
  assert.equal(quantile_s(told, 1), 0.08);
});

test("what lies beyond the axis is drawn at its end", () => {
  assert.equal(place_of(told.edges_s, 1), 1);
  assert.equal(place_of(told.edges_s, 0.001), 0);
});

test("the axis has round numbers", () => {
  assert.deepEqual(ticks_s(told.edges_s), [0.01, 0.02, 0.05]);
});

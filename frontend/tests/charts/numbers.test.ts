import assert from "node:assert/strict";
import { test } from "node:test";

import { frames_per_point, thinned, time_reach_s } from "../../src/charts/numbers";

test("the time axis grows in steps and ends with the run", () => {
  assert.deepEqual(
    [1, 29, 31, 100, 200, 300].map((now_s) => time_reach_s(now_s, 300)),
    [30, 30, 60, 120, 300, 300],
  );
  assert.equal(time_reach_s(1, 10), 10);
});

test("a point is at least half a second, and a chart has no more points than can be told apart", () => {
  assert.equal(frames_per_point(0.25, 30), 2);
  assert.equal(frames_per_point(0.25, 300), 8);
  assert.equal(frames_per_point(5, 300), 1);
});

test("thinning takes means of neighbours and keeps what is empty empty", () => {
  assert.deepEqual(thinned([1, 3, 5, null, null, null, 9], 2), [2, 5, null, 9]);
});

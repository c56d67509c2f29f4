import assert from "node:assert/strict";
import { test } from "node:test";

import { between, frames_in, panned, resampled, taken_in, zoomed } from "../../src/charts/window";
import { empty_series, fold } from "../../src/live/frames";
import { frames, layout } from "../tiny";

const series = fold(empty_series(layout()), frames(1, 40)).series;

test("a window lies between two moments in either order and within the run", () => {
  assert.deepEqual(between(30, 12, 100), { from_s: 12, to_s: 30 });
  assert.deepEqual(between(-5, 12, 100), { from_s: 0, to_s: 12 });
  assert.equal(between(12, 12.4, 100), null);
  assert.equal(between(0, 100, 100), null);
});

test("zooming keeps the moment in its place, and far out is the whole run", () => {
  assert.deepEqual(zoomed(null, 25, 0.5, 100), { from_s: 12.5, to_s: 62.5 });
  assert.deepEqual(zoomed({ from_s: 0, to_s: 10 }, 0, 2, 100), { from_s: 0, to_s: 20 });
  assert.equal(zoomed({ from_s: 10, to_s: 90 }, 50, 2, 100), null);
});

test("a window that is moved keeps its length at the ends of the run", () => {
  assert.deepEqual(panned({ from_s: 10, to_s: 30 }, 0.5, 100), { from_s: 20, to_s: 40 });
  assert.deepEqual(panned({ from_s: 80, to_s: 95 }, 1, 100), { from_s: 85, to_s: 100 });
});

test("the frames of a window end within it", () => {
  const window = { from_s: 1, to_s: 2 };
  assert.deepEqual(
    frames_in(series, window).map(({ n }) => n),
    [5, 6, 7, 8],
  );
  assert.equal(frames_in(series, null).length, 40);
});

test("a rate of a window is the mean of its frames, a latency counts by the answers behind it", () => {
  const window = { from_s: 1, to_s: 2 };
  assert.deepEqual(taken_in(series, window, { of: "totals" }, "ok_per_s"), { value: 6.5, frames: 4 });
  const weighted = (5 * 5 + 6 * 6 + 7 * 7 + 8 * 8) / (5 + 6 + 7 + 8) / 1000;
  const { value } = taken_in(series, window, { of: "totals" }, "latency_s_p99");
  assert.ok(Math.abs((value ?? 0) - weighted) < 1e-12);
  assert.deepEqual(taken_in(series, window, { of: "component", id: "b" }, "utilisation"), { value: null, frames: 0 });
});

test("another run is read between its own points, and nowhere beyond them", () => {
  assert.deepEqual(resampled([1, 1.5, 2, 3], [1, 2], [10, 20]), [10, 15, 20, null]);
  assert.deepEqual(resampled([1.5], [1, 2], [10, null]), [null]);
});

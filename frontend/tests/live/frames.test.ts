import assert from "node:assert/strict";
import { test } from "node:test";

import { column, empty_series, fold, frame_index_at, held, recent, top_of, type Series } from "../../src/live/frames";
import { frame, frames, layout } from "../tiny";

const series_of = (last: number): Series => fold(empty_series(layout()), frames(1, last)).series;

test("frames that follow are added", () => {
  const { series, has_gap } = fold(series_of(3), frames(4, 6));
  assert.equal(top_of(series), 6);
  assert.ok(!has_gap);
});

test("frames that are known already are dropped", () => {
  const before = series_of(5);
  assert.equal(fold(before, frames(2, 5)).series, before);
  assert.equal(top_of(fold(before, frames(3, 8)).series), 8);
});

test("a hole is noticed and nothing behind it is taken", () => {
  const { series, has_gap } = fold(series_of(3), [...frames(4, 5), ...frames(7, 9)]);
  assert.equal(top_of(series), 5);
  assert.ok(has_gap);
});

test("any cutting of the stream gives the same series", () => {
  const whole = series_of(60);
  let seed = 3;
  for (let trial = 0; trial < 50; trial += 1) {
    let series = empty_series(layout());
    while (top_of(series) < 60) {
      seed = (seed * 16_807) % 2_147_483_647;
      const from = Math.max(1, top_of(series) + 1 - (seed % 5));
      series = fold(series, frames(from, Math.min(60, from + (seed % 11)))).series;
    }
    assert.deepEqual(series, whole);
  }
});

test("folding does not change the series it is given", () => {
  const before = series_of(3);
  fold(before, frames(4, 6));
  assert.equal(top_of(before), 3);
});

test("the frame at a moment is the last that had ended by then", () => {
  const series = series_of(10);
  assert.deepEqual(
    [0, 0.25, 0.6, 99].map((clock_s) => frame_index_at(series, clock_s)),
    [-1, 0, 1, 9],
  );
});

test("columns are read by name, and an unknown name gives nothing", () => {
  const series = series_of(3);
  assert.deepEqual(column(series, { of: "totals" }, "ok_per_s"), [1, 2, 3]);
  assert.deepEqual(column(series, { of: "component", id: "b" }, "rate_per_s"), [2, 4, 6]);
  assert.deepEqual(column(series, { of: "connection", id: "a-b" }, "calls_per_s"), [3, 6, 9]);
  assert.deepEqual(column(series, { of: "component", id: "gone" }, "rate_per_s"), [null, null, null]);
});

test("the recent value is a mean over the window, without the frames that had none", () => {
  const series = series_of(8);
  assert.equal(recent(series, 7, { of: "totals" }, "ok_per_s", 1), 6.5);
  assert.equal(recent(series, 0, { of: "totals" }, "ok_per_s", 1), 1);
  assert.equal(recent(series, 7, { of: "component", id: "b" }, "utilisation", 1), null);
});

test("what the policies of a connection tell is read like its other metrics", () => {
  const known = layout({ policies: ["a-b"], policy_metrics: ["breaker_state"] });
  const told = frames(1, 2).map((each) => ({ ...each, policies: [[each.n]] }));
  const { series } = fold(empty_series(known), told);
  assert.deepEqual(column(series, { of: "connection", id: "a-b" }, "breaker_state"), [1, 2]);
  assert.deepEqual(column(series_of(2), { of: "connection", id: "a-b" }, "breaker_state"), [null, null]);
});

test("a frame without a step of viewers shows what the last step before it told", () => {
  const viewers = { ids: ["homes"], metrics: ["playing"], sampled: [], states: [], ladder_kbps: [] };
  const told = [
    { ...frame(1), viewers: [[7]], carriers: [[1]], streams: [2], ways: [3] },
    { ...frame(2), viewers: [[null]] },
  ];
  const series = { layout: layout({ viewers }), frames: told };
  assert.deepEqual(held(series, 1), { ...frame(2), viewers: [[7]], carriers: [[1]], streams: [2], ways: [3] });
  assert.deepEqual(held(series, 0), told[0]);
  assert.equal(held(series, 2), null);
});

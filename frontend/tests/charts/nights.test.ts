import assert from "node:assert/strict";
import { test } from "node:test";

import { edges_of, fill_of, nights_of, peak_of } from "../../src/charts/nights";
import type { Reading, Series } from "../../src/live/frames";
import { frame, layout } from "../tiny";

const flows = {
  carriers: ["edge", "line"],
  carrier_metrics: ["watched_gbps", "byte_hit_ratio", "fill_gbps"],
  streams: [],
  nodes: [],
  ways: [],
};

/** Frames of ten seconds; of each watched Gbit/s, the share that hits, and what is brought. */
function series(...rows: readonly (readonly Reading[])[]): Series {
  const frames = rows.map((row, place) => ({
    ...frame(place + 1),
    clock_s: 10 * (place + 1),
    carriers: [row, [5, null, null]],
  }));
  return { layout: layout({ flows, frame_s: 10, frames_count: rows.length }), frames };
}

const NIGHT_AND_DAY = series([2, 0.5, 40], [4, 0.5, 0], [20, 0.9, 0], [8, 1, null]);

test("edges are carriers that can have bytes themselves", () => {
  assert.deepEqual(edges_of(NIGHT_AND_DAY), ["edge"]);
  assert.deepEqual(edges_of({ ...NIGHT_AND_DAY, layout: layout() }), []);
});

test("what viewers got is split into what was there and what was fetched", () => {
  const { at_s, own, fetched, filled } = nights_of(NIGHT_AND_DAY, ["edge"]);
  assert.deepEqual(at_s, [10, 20, 30, 40]);
  assert.deepEqual(own, [1, 2, 18, 8]);
  assert.deepEqual(fetched, [1, 2, 2, 0]);
  assert.deepEqual(filled, [40, 0, 0, 0]);
});

test("the peak tells how much of it was there", () => {
  assert.deepEqual(peak_of(nights_of(NIGHT_AND_DAY, ["edge"])), { at_s: 30, gbps: 20, hit: 0.9 });
  assert.equal(peak_of(nights_of(series([0, null, 0]), ["edge"])), null);
});

test("the fill tells how much came, and how much was watched meanwhile", () => {
  assert.deepEqual(fill_of(nights_of(NIGHT_AND_DAY, ["edge"])), { gb: 50, watched_gbps: 2 });
  assert.equal(fill_of(nights_of(series([4, 0.5, null]), ["edge"])), null);
});

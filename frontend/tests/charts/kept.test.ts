import assert from "node:assert/strict";
import { test } from "node:test";

import { deeds_text, reach, shelf_at, tick_columns } from "../../src/charts/kept";
import type { Series } from "../../src/live/frames";
import { frame, layout } from "../tiny";

const contents = { ids: ["a", "b"], units: ["keys", "GB"], counts: [10, 10], first_ranks: [[0, 1, 4], [0, 1, 4]] };

/** Frames of half a second, of which every second one tells what is kept. */
function series(...rows: readonly (readonly (number | null)[])[]): Series {
  const frames = rows.flatMap((row, second) => [
    frame(2 * second + 1),
    { ...frame(2 * second + 2), contents: [[], row] },
  ]);
  return { layout: layout({ contents, frame_s: 0.5 }), frames };
}

const ROW = [40, 100, null, null, 1, 0.5, 0, 0.5, 0.3, 0.2];

test("columns tell their ranks, what is asked for them and what is kept of them", () => {
  const shelf = shelf_at(series(ROW), 1, "b")!;
  assert.deepEqual([shelf.kept, shelf.room, shelf.unit, shelf.hot], [40, 100, "GB", null]);
  assert.deepEqual(shelf.columns, [
    { first: 1, last: 1, kept: 1, asked: 0.5 },
    { first: 2, last: 4, kept: 0.5, asked: 0.3 },
    { first: 5, last: 10, kept: 0, asked: 0.2 },
  ]);
  assert.equal(reach(shelf), 0.65);
});

test("a key beyond its rank counts with the others", () => {
  const shelf = shelf_at(series([40, 100, 0.5, 1, 1, 0, 0, 0.25, 0.15, 0.1]), 1, "b")!;
  assert.deepEqual(shelf.hot, { asked: 0.5, kept: 1 });
  assert.equal(reach(shelf), 0.75);
});

test("between two tellings the last one holds, and before the first there is none", () => {
  const two = series(ROW, [80, ...ROW.slice(1)]);
  assert.equal(shelf_at(two, 0, "b"), null);
  assert.equal(shelf_at(two, 2, "b")?.kept, 40);
  assert.equal(shelf_at(two, 3, "b")?.kept, 80);
  assert.equal(shelf_at(two, 3, "gone"), null);
  assert.equal(shelf_at({ ...two, layout: layout() }, 3, "b"), null);
});

test("what was done in the last second is the difference of two tellings", () => {
  const two = series([...ROW, 5, 1000], [...ROW, 12, 3500]);
  const told = { ...two, layout: layout({ contents: { ...contents, deeds: [[], ["coalesced", "warmed"]] }, frame_s: 0.5 }) };
  assert.deepEqual(shelf_at(told, 1, "b")?.deeds, [
    { name: "coalesced", now: 5, all: 5 },
    { name: "warmed", now: 1000, all: 1000 },
  ]);
  assert.deepEqual(shelf_at(told, 3, "b")?.deeds.map(({ now }) => now), [7, 2500]);
  assert.equal(
    deeds_text(shelf_at(told, 3, "b")!.deeds),
    "In the last second: 7 waited for a key being rebuilt (12 so far) · 2,500 keys brought by a warmer (3,500 so far)",
  );
  assert.equal(deeds_text(shelf_at(two, 3, "b")!.deeds), "");
});

test("ticks stand where powers of ten are", () => {
  const columns = [1, 2, 5, 20, 800].map((first, place, all) => ({
    first,
    last: (all[place + 1] ?? 2001) - 1,
    kept: 0,
    asked: 0,
  }));
  assert.deepEqual(tick_columns(columns), [
    { column: 0, text: "1" },
    { column: 2, text: "10" },
    { column: 3, text: "100" },
    { column: 4, text: "1k" },
  ]);
});

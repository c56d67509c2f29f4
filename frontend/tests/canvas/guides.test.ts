import assert from "node:assert/strict";
import { test } from "node:test";

import { snap_to } from "../../src/canvas/guides";

const rect = (x: number, y: number, width = 168, height = 72): { x: number; y: number; width: number; height: number } => ({
  x,
  y,
  width,
  height,
});

test("an edge that is near a neighbour's goes onto it, and the line they share is shown", () => {
  const { dx, dy, guides } = snap_to(rect(4, 300), [rect(0, 0)], 6);
  assert.deepEqual([dx, dy], [-4, 0]);
  assert.deepEqual(
    guides.map(({ axis, at }) => [axis, at]),
    [
      ["x", 0],
      ["x", 84],
      ["x", 168],
    ],
  );
  assert.deepEqual([guides[0]?.from, guides[0]?.to], [0, 372]);
});

test("the middle of a wide group meets the middle of a card", () => {
  const { dx, guides } = snap_to(rect(-100, 200, 366, 72), [rect(0, 0)], 6);
  assert.equal(dx, 1);
  assert.deepEqual(
    guides.map(({ at }) => at),
    [84],
  );
});

test("the nearest of several neighbours attracts", () => {
  assert.equal(snap_to(rect(10, 300), [rect(5, 0), rect(12, 100)], 6).dx, 2);
});

test("what is far from all lines is left alone", () => {
  assert.deepEqual(snap_to(rect(40, 300), [rect(0, 0)], 6), { dx: 0, dy: 0, guides: [] });
});

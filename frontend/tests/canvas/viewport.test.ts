import assert from "node:assert/strict";
import { test } from "node:test";

import { LARGEST_SCALE, SMALLEST_SCALE, fitted, panned, to_screen, to_world, zoomed } from "../../src/canvas/viewport";

const view = { x: 10, y: -20, scale: 0.5 };

test("screen and world are each other's inverse", () => {
  const world = to_world(view, { x: 123, y: 45 });
  assert.deepEqual(to_screen(view, world), { x: 123, y: 45 });
});

test("zooming keeps the point under the pointer where it is", () => {
  const pointer = { x: 300, y: 200 };
  const before = to_world(view, pointer);
  const after = to_world(zoomed(view, 1.7, pointer), pointer);
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test("zoom has limits", () => {
  assert.equal(zoomed(view, 1000, { x: 0, y: 0 }).scale, LARGEST_SCALE);
  assert.equal(zoomed(view, 0.0001, { x: 0, y: 0 }).scale, SMALLEST_SCALE);
});

test("fitting shows the whole rectangle in the middle and never larger than life", () => {
  const size = { width: 800, height: 400 };
  const fit = fitted({ x: 100, y: 100, width: 2000, height: 100 }, size, 50);
  assert.deepEqual(to_screen(fit, { x: 100, y: 150 }), { x: 50, y: 200 });
  assert.equal(fitted({ x: 0, y: 0, width: 10, height: 10 }, size).scale, 1);
});

test("panning moves by screen pixels whatever the scale", () => {
  assert.deepEqual(panned(view, 7, -3), { x: 17, y: -23, scale: 0.5 });
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { Lens } from "../../src/charts/lens";

function lens(): Lens {
  const made = new Lens(() => undefined);
  made.whole_s = 100;
  return made;
}

test("ends of the window are set one after the other", () => {
  const made = lens();
  made.bound("from_s", 20);
  assert.deepEqual(made.window, { from_s: 20, to_s: 100 });
  made.bound("to_s", 40);
  assert.deepEqual(made.window, { from_s: 20, to_s: 40 });
  made.bound("to_s", 10);
  assert.equal(made.window, null);
});

test("a moment is pinned once and let go by the same deed", () => {
  const made = lens();
  made.pin_moment(30);
  made.pin_moment(10);
  assert.deepEqual(made.moments, [10, 30]);
  made.pin_moment(30);
  assert.deepEqual(made.moments, [10]);
});

test("a moment more than there is room for is not pinned", () => {
  const made = lens();
  for (let at = 1; at <= 13; at += 1) made.pin_moment(at);
  assert.equal(made.moments.length, 12);
  assert.equal(made.moments.at(-1), 12);
});

test("pinned charts stay when another run is shown, its window and moments do not", () => {
  const made = lens();
  made.pin_chart("latency");
  made.pin_moment(3);
  made.brush(1, 5);
  made.clear();
  assert.deepEqual([...made.charts], ["latency"]);
  assert.deepEqual([made.window, made.moments], [null, []]);
});

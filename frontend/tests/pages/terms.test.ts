import assert from "node:assert/strict";
import { test } from "node:test";

import { place_beside } from "../../src/pages/terms";

const SCREEN = { width: 1280, height: 720 };
const PANEL = { width: 440, height: 400 };

test("a panel stands below its word where there is room", () => {
  assert.deepEqual(place_beside({ left: 100, top: 80, bottom: 96 }, PANEL, SCREEN), { left: 88, top: 102 });
});

test("it stands above a word at the foot of the screen", () => {
  assert.equal(place_beside({ left: 100, top: 600, bottom: 616 }, PANEL, SCREEN).top, 194);
});

test("it never leaves the screen", () => {
  assert.equal(place_beside({ left: 1200, top: 80, bottom: 96 }, PANEL, SCREEN).left, 828);
  assert.equal(place_beside({ left: 2, top: 350, bottom: 366 }, PANEL, { width: 1280, height: 500 }).top, 88);
  assert.equal(place_beside({ left: 2, top: 10, bottom: 26 }, { width: 440, height: 900 }, SCREEN).top, 12);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { spot_beside } from "../../src/canvas/beside";

const page = { width: 1280, height: 720 };
const card = { width: 340, height: 200 };

test("a card stands on the side that has room", () => {
  assert.equal(spot_beside({ x: 0, y: 56, width: 220, height: 500 }, card, page).x, 232);
  assert.equal(spot_beside({ x: 960, y: 56, width: 320, height: 500 }, card, page).x, 608);
  assert.equal(spot_beside({ x: 0, y: 0, width: 1280, height: 56 }, card, page).y, 68);
  assert.equal(spot_beside({ x: 0, y: 500, width: 1280, height: 220 }, card, page).y, 288);
});

test("where no side has room it stands within, and never off the page", () => {
  const within = spot_beside({ x: 0, y: 0, width: 1280, height: 720 }, card, page);
  assert.deepEqual(within, { x: 470, y: 508 });
  const corner = spot_beside({ x: 1230, y: 690, width: 40, height: 24 }, card, page);
  assert.ok(corner.x + card.width <= page.width - 8 && corner.y + card.height <= page.height - 8);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { led_by } from "../../src/pages/projector";

test("keys lead through the steps and stop at both ends", () => {
  assert.equal(led_by("ArrowRight", 0, 9), 1);
  assert.equal(led_by("PageDown", 8, 9), 8);
  assert.equal(led_by("ArrowLeft", 0, 9), 0);
  assert.equal(led_by("PageUp", 4, 9), 3);
  assert.equal(led_by("End", 2, 9), 8);
  assert.equal(led_by("Home", 2, 9), 0);
  assert.equal(led_by("a", 2, 9), null);
});

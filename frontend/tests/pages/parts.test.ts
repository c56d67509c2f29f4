import assert from "node:assert/strict";
import { test } from "node:test";

import { next_part } from "../../src/pages/parts";

test("parts follow one another round and round, but for those that are folded away", () => {
  assert.equal(next_part([true, false, true], 0, 1), 2);
  assert.equal(next_part([true, false, true], 2, 1), 0);
  assert.equal(next_part([true, false, true], 0, -1), 2);
  assert.equal(next_part([false, false], 0, 1), -1);
});

test("from nowhere one comes to the first, or to the last", () => {
  assert.equal(next_part([true, true, true], -1, 1), 0);
  assert.equal(next_part([true, true, true], -1, -1), 2);
});

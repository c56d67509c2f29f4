import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff_ms } from "../../src/live/backoff";

test("the longest wait doubles from a quarter of a second to four seconds", () => {
  const longest = [0, 1, 2, 3, 4, 5, 50].map((attempt) => backoff_ms(attempt, () => 1));
  assert.deepEqual(longest, [250, 500, 1000, 2000, 4000, 4000, 4000]);
});

test("jitter is full: the wait may be anything below the longest", () => {
  assert.equal(
    backoff_ms(3, () => 0),
    0,
  );
  assert.equal(
    backoff_ms(3, () => 0.5),
    1000,
  );
});

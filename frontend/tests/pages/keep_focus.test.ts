import assert from "node:assert/strict";
import { test } from "node:test";

import { successor } from "../../src/pages/keep_focus";

const came = [
  ["", "move=pause", "Pause"],
  ["speed", "", "Speed"],
  ["", "", "Cancel"],
];

test("the focus goes to what has the same id, field or words", () => {
  assert.equal(successor({ names: ["speed", "", "Quickly"], index: 0 }, came), 1);
  assert.equal(successor({ names: ["", "move=pause", "Hold"], index: 2 }, came), 0);
  assert.equal(successor({ names: ["", "", "Cancel"], index: 0 }, came), 2);
});

test("what is gone leaves the focus to what stands in its place, or to the last", () => {
  assert.equal(successor({ names: ["", "", "Resume"], index: 1 }, came), 1);
  assert.equal(successor({ names: ["", "", "Resume"], index: 9 }, came), 2);
  assert.equal(successor({ names: ["", "", "Resume"], index: 0 }, []), -1);
});

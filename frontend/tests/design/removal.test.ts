import assert from "node:assert/strict";
import { test } from "node:test";

import { apply_changes, inverted } from "../../src/design/change";
import { add_place, set_policy } from "../../src/design/edits";
import { remove } from "../../src/design/removal";
import { design } from "../tiny";

test("deleting a place leaves its components, without a place", () => {
  const drawn = design("a>b");
  const placed = apply_changes(drawn, add_place(drawn, "region", "Europe", ["a"]).changes);
  assert.equal(placed.components?.[0]?.place, "europe");
  const after = apply_changes(placed, remove(placed, [{ of: "place", id: "europe" }]).changes);
  assert.deepEqual(after.places, []);
  assert.equal(after.components?.[0]?.place, null);
});

test("what speaks of a deleted component goes with it, and comes back with undo", () => {
  const drawn = design("a>b a>k", {
    objectives: [
      { of: "b", metric: "utilisation", at_most: 0.8 },
      { of: "a", metric: "error_ratio", at_most: 0.1 },
    ],
    schedule: [{ at: 10, failure: "cut_connection", target: "a-k" }],
  });
  const cached = apply_changes(drawn, set_policy(drawn, "a-b", "on_miss", "k").changes);
  const { changes } = remove(cached, [{ of: "component", id: "k" }]);
  const without_cache = apply_changes(cached, changes);
  assert.deepEqual(without_cache.schedule, []);
  assert.equal(without_cache.connections?.[0]?.["on_miss"], undefined);
  assert.equal(without_cache.objectives?.length, 2);
  assert.deepEqual(apply_changes(without_cache, inverted(changes)), cached);
  const without_b = apply_changes(drawn, remove(drawn, [{ of: "component", id: "b" }]).changes);
  assert.deepEqual(
    without_b.objectives?.map(({ of }) => of),
    ["a"],
  );
});

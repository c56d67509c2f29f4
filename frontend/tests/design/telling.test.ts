import assert from "node:assert/strict";
import { test } from "node:test";

import { apply_changes } from "../../src/design/change";
import type { DesignDocument } from "../../src/design/document";
import { move, set_parameter, set_policy } from "../../src/design/edits";
import { remove } from "../../src/design/removal";
import { differences, summary } from "../../src/design/telling";
import { catalogue, design } from "../tiny";

const before = design("a>b b>c");

function told(after: DesignDocument): readonly string[] {
  return differences(catalogue(), before, after).map(({ how, name, details }) => [how, name, ...details].join("|"));
}

test("what changed is told field by field", () => {
  const slots = apply_changes(before, set_parameter(before, "a", "slots", 7).changes);
  const moved = apply_changes(slots, move(slots, ["a"], 8, 0).changes);
  const retried = apply_changes(moved, set_policy(moved, "a-b", "retry.attempts", 2).changes);
  assert.deepEqual(told(retried), [
    "changed|a (service)|moved|slots not set → 7",
    "changed|a → b|retry.attempts not set → 2",
  ]);
});

test("what went is named as it was, with its connections", () => {
  const after = apply_changes(before, remove(before, [{ of: "component", id: "b" }]).changes);
  assert.deepEqual(told(after).toSorted(), ["went|a → b", "went|b (service)", "went|b → c"]);
  assert.equal(summary(differences(catalogue(), before, after)), "3 went");
});

test("the design's own fields are told, and nothing where nothing is different", () => {
  assert.deepEqual(told({ ...before, name: "Other", workload: { duration: 9 } }), [
    "changed|Name|name Tiny → Other",
    "changed|Workload|duration not set → 9",
  ]);
  assert.equal(summary(differences(catalogue(), before, before)), "nothing is different");
});

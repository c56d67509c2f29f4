import assert from "node:assert/strict";
import { test } from "node:test";

import { focus_after } from "../../src/pages/focus_after";

const FIELDS = ["title", "checks.0.title", "checks.0.id", "checks.1.title", "checks.1.menu.0.metric", "checks.10.title"];

test("what was added is filled in next", () => {
  assert.deepEqual(focus_after("add checks", FIELDS), { field: "checks.10.title" });
  assert.deepEqual(focus_after("add checks.1.menu", FIELDS), { field: "checks.1.menu.0.metric" });
  assert.deepEqual(focus_after("add hints", FIELDS), { button: "add hints" });
});

test("what was taken away leaves the button that adds another one", () => {
  assert.deepEqual(focus_after("remove checks.1", FIELDS), { button: "add checks" });
  assert.deepEqual(focus_after("remove experiments.0.schedule.2", FIELDS), { button: "add experiments.0.schedule" });
});

test("a check that is begun anew is chosen from its menus", () => {
  assert.deepEqual(focus_after("menus checks.1", FIELDS), { field: "checks.1.menu.0.metric" });
});

test("what was saved is saved again by the same button", () => {
  assert.deepEqual(focus_after("", FIELDS), { button: "" });
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { apply_changes, inverted } from "../../src/design/change";
import { changes_between, is_same } from "../../src/design/difference";
import type { DesignDocument } from "../../src/design/document";
import { component, design } from "../tiny";

function leads_to(before: DesignDocument, after: DesignDocument): number {
  const changes = changes_between(before, after);
  assert.ok(is_same(apply_changes(before, changes), after));
  assert.ok(is_same(apply_changes(apply_changes(before, changes), inverted(changes)), before));
  return changes.length;
}

test("equal documents have nothing between them, however they are written", () => {
  const one = design("a>b", { places: [{ id: "eu", type: "region", within: null }] });
  const other = design("a>b", { places: [{ type: "region", id: "eu" }], schedule: undefined as never });
  assert.equal(leads_to(one, other), 0);
});

test("a new value is one change; a component that went takes its connections first", () => {
  const before = design("a>b b>c");
  const moved = { ...before, components: before.components!.with(1, component("b", "service", { position: [8, 8] })) };
  assert.equal(leads_to(before, moved), 1);
  assert.equal(leads_to(before, design("a>c", { components: ["a", "c"].map((id) => component(id)) })), 4);
});

test("another order is found, and can be taken back", () => {
  const before = design("a>b b>c c>d");
  const after = { ...before, components: before.components!.toReversed() };
  assert.ok(leads_to(before, after) > 0);
  assert.equal(
    apply_changes(before, changes_between(before, after))
      .components?.map(({ id }) => id)
      .join(""),
    "dcba",
  );
});

test("the name and the workload are changes of their own", () => {
  const before = design("a>b");
  assert.equal(leads_to(before, { ...before, name: "Other", workload: { duration: 9 } }), 2);
});

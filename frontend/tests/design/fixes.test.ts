import assert from "node:assert/strict";
import { test } from "node:test";

import { apply_changes } from "../../src/design/change";
import { begin, commit, undo } from "../../src/design/history";
import { fix_transaction, type Fix, type FixEdit } from "../../src/design/fixes";
import { component, design } from "../tiny";

const drawn = design("viewers>api api>db");

function fix(...edits: readonly FixEdit[]): Fix {
  return { label: "Help", edits };
}

const more: FixEdit = {
  op: "set",
  collection: "components",
  id: "db",
  path: ["parameters", "instances"],
  before: 1,
  after: 3,
};

const entry = { ...component("db_cache"), position: [0, 90] };
const cache: FixEdit = { op: "add", collection: "components", entry };

const budget: FixEdit = {
  op: "set",
  collection: "connections",
  id: "api-db",
  path: ["policies", "a_policy"],
  before: null,
  after: { ratio: 0.1 },
};

test("a fix is one step, and taking it back gives the design as it was", () => {
  const made = fix_transaction(drawn, fix(cache, more, budget));
  assert.ok(!("reason" in made));
  const history = commit(begin(drawn), made);
  assert.equal(history.document.components?.find(({ id }) => id === "db")?.parameters?.["instances"], 3);
  assert.deepEqual(history.document.connections?.[1]?.["policies"], { a_policy: { ratio: 0.1 } });
  assert.equal(history.document.components?.at(-1)?.id, "db_cache");
  assert.deepEqual(undo(history).document, drawn);
});

test("a fix for what is gone gives the reason", () => {
  const gone = fix_transaction(design("viewers>api"), fix(more));
  assert.match("reason" in gone ? gone.reason : "", /not there/);
});

test("a fix that is applied already changes nothing twice", () => {
  const first = fix_transaction(drawn, fix(more));
  assert.ok(!("reason" in first));
  const after = apply_changes(drawn, first.changes);
  const again = fix_transaction(after, fix(more));
  assert.match("reason" in again ? again.reason : "", /already/);
});

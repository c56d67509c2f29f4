import assert from "node:assert/strict";
import { test } from "node:test";

import { align, distribute, snap } from "../../src/design/arrange";
import { apply_changes, type Transaction } from "../../src/design/change";
import { components_of, type DesignDocument } from "../../src/design/document";
import { component, design } from "../tiny";

const drawn = design("", {
  components: [
    component("a", "service", { position: [0, 0] }),
    component("b", "service", { position: [103, 50] }),
    component("c", "service", { position: [300, 11] }),
  ],
});
const ids = ["a", "b", "c"];

function positions(transaction: Transaction, document: DesignDocument = drawn): readonly string[] {
  return components_of(apply_changes(document, transaction.changes)).map(({ position }) => String(position));
}

test("cards are brought onto one line by an edge or their middles", () => {
  assert.deepEqual(positions(align(drawn, ids, "left")), ["0,0", "0,50", "0,11"]);
  assert.deepEqual(positions(align(drawn, ids, "right")), ["300,0", "300,50", "300,11"]);
  assert.deepEqual(positions(align(drawn, ids, "middle")), ["0,25", "103,25", "300,25"]);
  assert.deepEqual(positions(align(drawn, ["a", "b"], "bottom")), ["0,50", "103,50", "300,11"]);
});

test("steps between the outermost two become equal, whatever the order of the choice", () => {
  assert.deepEqual(positions(distribute(drawn, ["c", "a", "b"], "across")), ["0,0", "150,50", "300,11"]);
  assert.deepEqual(positions(distribute(drawn, ids, "down")), ["0,0", "103,50", "300,25"]);
});

test("cards go to the nearest points of the grid, and those that stand there are not touched", () => {
  const transaction = snap(drawn, ids, 24);
  assert.deepEqual(positions(transaction), ["0,0", "96,48", "312,0"]);
  assert.deepEqual(
    transaction.changes.map((change) => ("id" in change ? change.id : "")),
    ["b", "c"],
  );
});

test("nothing to bring in line changes nothing", () => {
  assert.deepEqual(align(drawn, [], "left").changes, []);
  assert.deepEqual(distribute(drawn, [], "down").changes, []);
});

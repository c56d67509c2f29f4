import assert from "node:assert/strict";
import { test } from "node:test";

import { move, rename_component, set_parameter } from "../../src/design/edits";
import { remove } from "../../src/design/removal";
import { begin, commit, redo, select, undo, type History } from "../../src/design/history";
import { component, connection, design } from "../tiny";

const start = (): History => begin(design("a>b b>c"));

test("undo takes back exactly what was done, and redo does it again", () => {
  const before = start();
  const after = commit(before, set_parameter(before.document, "a", "slots", 4));
  assert.deepEqual(undo(after).document, before.document);
  assert.deepEqual(redo(undo(after)).document, after.document);
});

test("deleting a component brings it back with its connections, its traffic and its place in the lists", () => {
  const traffic = [{ source: "b", shape: "constant", parameters: {} }];
  const before = begin(design("a>b b>c", { workload: { duration: 60, traffic } }));
  const after = commit(before, remove(before.document, [{ of: "component", id: "b" }]));
  assert.deepEqual(after.document.connections, []);
  assert.deepEqual(after.document.workload?.traffic, []);
  assert.deepEqual(undo(after).document, before.document);
});

test("deleting many things at once is undone at once", () => {
  const before = begin(design("a>b b>c c>d a>d"));
  const refs = ["a", "c", "d"].map((id) => ({ of: "component" as const, id }));
  const after = commit(before, remove(before.document, refs));
  assert.deepEqual(
    after.document.components?.map(({ id }) => id),
    ["b"],
  );
  assert.deepEqual(undo(after).document, before.document);
});

test("small moves of one gesture are undone together", () => {
  let history = start();
  const original = history.document;
  for (let step = 0; step < 20; step += 1) history = commit(history, move(history.document, ["a"], 8, 0, "nudge"));
  assert.equal(history.past.length, 1);
  assert.equal(history.past[0]?.transaction.changes.length, 1);
  assert.deepEqual(history.document.components?.[0]?.position, [160, 0]);
  assert.deepEqual(undo(history).document, original);
});

test("choosing something else ends a merged step", () => {
  let history = start();
  history = commit(history, rename_component(history.document, "a", "Al"));
  history = select(history, [{ of: "component", id: "b" }]);
  history = commit(history, rename_component(history.document, "a", "Alpha"));
  assert.equal(history.past.length, 2);
});

test("a new step forgets what had been undone", () => {
  let history = start();
  history = commit(history, move(history.document, ["a"], 8, 0));
  history = undo(history);
  history = commit(history, move(history.document, ["b"], 8, 0));
  assert.equal(redo(history), history);
});

test("undo also brings back what was chosen", () => {
  let history = select(start(), [{ of: "component", id: "b" }]);
  history = commit(history, remove(history.document, history.selection));
  assert.deepEqual(history.selection, []);
  assert.deepEqual(undo(history).selection, [{ of: "component", id: "b" }]);
});

test("parts that did not change are shared between documents", () => {
  const before = start();
  const after = commit(before, move(before.document, ["a"], 8, 0));
  assert.equal(after.document.connections, before.document.connections);
  assert.equal(after.document.components?.[1], before.document.components?.[1]);
});

test("adding what is there already is a programmer's mistake", () => {
  const history = start();
  const again = { collection: "components" as const, id: "a", index: 0, before: null, after: component("a") };
  assert.throws(() => commit(history, { label: "twice", changes: [again] }), /has a already/);
});

test("a hundred random edits are all undone to the first document", () => {
  let seed = 7;
  const draw = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  let history = begin(design("a>b b>c c>d d>e"));
  const original = history.document;
  for (let step = 0; step < 100; step += 1) {
    const ids = (history.document.components ?? []).map(({ id }) => id);
    const id = ids[draw(Math.max(1, ids.length))];
    if (id === undefined) break;
    const kind = draw(4);
    if (kind === 0 && ids.length > 2) history = commit(history, remove(history.document, [{ of: "component", id }]));
    else if (kind === 1) history = commit(history, move(history.document, [id], draw(100), draw(100)));
    else if (kind === 2) history = commit(history, set_parameter(history.document, id, "slots", draw(9)));
    else {
      const added = component(`n${step}`);
      const change = {
        collection: "components" as const,
        id: added.id,
        index: draw(ids.length),
        before: null,
        after: added,
      };
      const line = connection(id, added.id);
      const index = history.document.connections?.length ?? 0;
      const link = { collection: "connections" as const, id: line.id, index, before: null, after: line };
      history = commit(history, { label: "add", changes: [change, link] });
    }
  }
  assert.ok(history.past.length > 60);
  while (history.past.length > 0) history = undo(history);
  assert.deepEqual(history.document, original);
});

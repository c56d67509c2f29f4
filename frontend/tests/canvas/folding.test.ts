import assert from "node:assert/strict";
import { test } from "node:test";

import { folded } from "../../src/canvas/folding";
import { connection_curves, design_bounds, note_lines, place_rects } from "../../src/canvas/geometry";
import { components_of, connections_of, type DesignDocument, type Place } from "../../src/design/document";
import { component, connection, design } from "../tiny";

function placed(places: readonly Place[]): DesignDocument {
  return design("", {
    places,
    components: [
      component("out", "service", { position: [0, 0] }),
      component("a", "service", { position: [400, 0], place: "zone" }),
      component("b", "service", { position: [400, 200], place: "zone" }),
    ],
    connections: [connection("out", "a"), connection("a", "b"), connection("out", "b")],
  });
}

test("a collapsed place stands for what it holds, and calls lead to it", () => {
  const whole = placed([{ id: "zone", type: "zone", collapsed: true }]);
  const { document, stand_ins } = folded(whole);
  assert.deepEqual(
    components_of(document).map(({ id }) => id),
    ["out"],
  );
  assert.deepEqual(
    connections_of(document).map(({ id }) => id),
    ["out-a", "out-b"],
  );
  const boxes = place_rects(document);
  const box = boxes.get("zone");
  assert.deepEqual([box?.width, box?.height], [168, 72]);
  const curves = connection_curves(document, stand_ins, boxes);
  assert.equal(curves.get("out-a")?.to.x, box?.x);
  assert.notEqual(curves.get("out-a")?.to.y, curves.get("out-b")?.to.y);
});

test("an outer place hides inner ones, collapsed or not", () => {
  const whole = placed([
    { id: "region", type: "region", collapsed: true },
    { id: "zone", type: "zone", within: "region", collapsed: true },
  ]);
  const { document, stand_ins } = folded(whole);
  assert.deepEqual([...stand_ins.values()], ["region", "region"]);
  assert.deepEqual(
    document.places?.map(({ id }) => id),
    ["region"],
  );
});

test("with nothing collapsed the document is drawn as it is", () => {
  const whole = placed([{ id: "zone", type: "zone" }]);
  assert.equal(folded(whole).document, whole);
});

test("a box of its own is at least so large, also while the place is empty", () => {
  const empty = { id: "free", type: "zone", position: [10, 20], size: [300, 100] } as const;
  const boxes = place_rects(placed([{ id: "zone", type: "zone", position: [300, -100], size: [50, 50] }, empty]));
  assert.deepEqual(boxes.get("free"), { x: 10, y: 20, width: 300, height: 100 });
  assert.equal(boxes.get("zone")?.x, 300);
  assert.equal((boxes.get("zone")?.x ?? 0) + (boxes.get("zone")?.width ?? 0), 400 + 168 + 22);
});

test("notes break between words, and within words that are too long", () => {
  const lines = note_lines({ id: "n", text: `The cache is cold in the morning\n\n${"x".repeat(60)}` });
  assert.deepEqual(lines, ["The cache is cold in the", "morning", "", "x".repeat(24), "x".repeat(24), "x".repeat(12)]);
  const noted = design("", { notes: [{ id: "n", text: "Hi", position: [-50, 0] }] });
  assert.deepEqual(design_bounds(noted), { x: -50, y: 0, width: 200, height: 42 });
});

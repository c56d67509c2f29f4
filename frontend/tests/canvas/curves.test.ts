import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { connection_curves, place_rects, type Point } from "../../src/canvas/geometry";
import type { DesignDocument } from "../../src/design/document";

interface Case {
  readonly document: DesignDocument;
  readonly curves: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly places: Readonly<Record<string, readonly [number, number, number, number]>>;
}

// The server draws the same picture (apps/designs/drawing/geometry.py), and is held against the same table.
const cases = JSON.parse(readFileSync("frontend/tests/canvas/curves.json", "utf8")) as readonly Case[];

test("arrows and places lie where the server draws them", () => {
  assert.ok(cases.length >= 4);
  for (const { document, curves, places } of cases) {
    const ids = document.connections?.map((each) => each.id) ?? [];
    const drawn = connection_curves(document);
    assert.equal(drawn.size, Object.keys(curves).length);
    for (const [place, points] of Object.entries(curves)) {
      const curve = drawn.get(ids[Number(place)] ?? "");
      assert.ok(curve, `no arrow ${place}`);
      const ends: readonly Point[] = [curve.from, curve.bend_from, curve.bend_to, curve.to];
      ends.forEach((point, index) => {
        const [x, y] = points[index] ?? [NaN, NaN];
        assert.ok(Math.abs(point.x - x) < 1e-6 && Math.abs(point.y - y) < 1e-6, `${document.name}, arrow ${place}`);
      });
    }
    const rects = Object.fromEntries(
      [...place_rects(document)].map(([id, { x, y, width, height }]) => [id, [x, y, width, height]]),
    );
    assert.deepEqual(rects, places);
  }
});

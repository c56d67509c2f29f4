import assert from "node:assert/strict";
import { test } from "node:test";

import { length_of, point_after } from "../../src/canvas/along";
import {
  CARD_HEIGHT,
  CARD_WIDTH,
  card_rect,
  connection_curves,
  free_spot,
  overlaps,
  place_rects,
  point_on,
} from "../../src/canvas/geometry";
import { component, connection, design } from "../tiny";

test("a connection leaves on the side that faces its target", () => {
  const components = [
    component("a"),
    component("right", "service", { position: [400, 0] }),
    component("below", "service", { position: [0, 300] }),
  ];
  const curves = connection_curves(
    design("", { components, connections: [connection("a", "right"), connection("a", "below")] }),
  );
  assert.deepEqual(curves.get("a-right")?.from, { x: CARD_WIDTH, y: CARD_HEIGHT / 2 });
  assert.deepEqual(curves.get("a-right")?.to, { x: 400, y: CARD_HEIGHT / 2 });
  assert.deepEqual(curves.get("a-below")?.from, { x: CARD_WIDTH / 2, y: CARD_HEIGHT });
});

test("connections that share a side stand apart, in the order of their targets", () => {
  const components = [
    component("a", "service", { position: [0, 200] }),
    component("low", "service", { position: [400, 400] }),
    component("high", "service", { position: [400, 0] }),
  ];
  const curves = connection_curves(
    design("", { components, connections: [connection("a", "low"), connection("a", "high")] }),
  );
  assert.ok(curves.get("a-high")!.from.y < curves.get("a-low")!.from.y);
});

test("a connection to nowhere is not drawn", () => {
  assert.equal(connection_curves(design("a>b", { connections: [connection("a", "gone")] })).size, 0);
});

test("a place surrounds its components and the places within it", () => {
  const places = [
    { id: "eu", type: "region" },
    { id: "eu-1", type: "zone", within: "eu" },
    { id: "empty", type: "zone" },
  ];
  const components = [component("a", "service", { place: "eu-1", position: [100, 100] })];
  const rects = place_rects(design("", { places, components }));
  const [region, zone] = [rects.get("eu")!, rects.get("eu-1")!];
  assert.ok(region.x < zone.x && region.y < zone.y && region.width > zone.width);
  assert.ok(!rects.has("empty"));
});

test("places that claim to lie within each other do not hang the page", () => {
  const places = [
    { id: "a", type: "zone", within: "b" },
    { id: "b", type: "zone", within: "a" },
  ];
  assert.doesNotThrow(() =>
    place_rects(design("", { places, components: [component("c", "service", { place: "a" })] })),
  );
});

test("a free spot hides no card", () => {
  const components = Array.from({ length: 40 }, (_each, index) =>
    component(`c${index}`, "service", { position: [(index % 8) * 100, Math.floor(index / 8) * 60] }),
  );
  const drawn = design("", { components });
  const spot = { ...free_spot(drawn, { x: 300, y: 100 }), width: CARD_WIDTH, height: CARD_HEIGHT };
  assert.ok(!components.some((other) => overlaps(card_rect(other), spot)));
});

test("marks walk along a curve from end to end at an even pace", () => {
  const curve = {
    from: { x: 0, y: 0 },
    bend_from: { x: 100, y: 0 },
    bend_to: { x: 100, y: 200 },
    to: { x: 200, y: 200 },
  };
  const length = length_of(curve);
  assert.deepEqual(point_after(curve, 0), point_on(curve, 0));
  assert.deepEqual(point_after(curve, length), point_on(curve, 1));
  const steps = Array.from({ length: 20 }, (_each, index) => {
    const [a, b] = [point_after(curve, (length * index) / 20), point_after(curve, (length * (index + 1)) / 20)];
    return Math.hypot(b.x - a.x, b.y - a.y);
  });
  assert.ok(Math.max(...steps) / Math.min(...steps) < 1.25);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { card_rect, overlaps, place_rects } from "../../src/canvas/geometry";
import { laid_out } from "../../src/canvas/layout";
import { components_of, type DesignDocument } from "../../src/design/document";
import { component, connection, design } from "../tiny";

async function ordered(document: DesignDocument): Promise<DesignDocument> {
  const positions = await laid_out(
    document,
    components_of(document).map(({ id }) => id),
  );
  return {
    ...document,
    components: components_of(document).map((each) => ({ ...each, position: positions.get(each.id)! })),
  };
}

function x_of(document: DesignDocument, id: string): number {
  return components_of(document).find((each) => each.id === id)?.position?.[0] ?? NaN;
}

test("callers stand to the left of what they call, on the grid, and no card covers another", async () => {
  const after = await ordered(design("a>b a>c b>d c>d d>e x>y"));
  for (const [from, to] of ["ab", "ac", "bd", "cd", "de", "xy"]) assert.ok(x_of(after, from!) < x_of(after, to!));
  const cards = components_of(after).map(card_rect);
  assert.ok(cards.every((card, index) => !cards.some((other, at) => at !== index && overlaps(card, other))));
  assert.ok(cards.every(({ x, y }) => x % 8 === 0 && y % 8 === 0));
});

test("who shares a place stands together, apart from the boxes of others", async () => {
  const places = [
    { id: "eu", type: "region" },
    { id: "eu-a", type: "zone", within: "eu" },
    { id: "us", type: "region" },
  ];
  const inside = (id: string, place: string): ReturnType<typeof component> => component(id, "service", { place });
  const drawn = design("", {
    places,
    components: [inside("a", "eu-a"), inside("b", "us"), inside("c", "eu"), inside("d", "us")],
    connections: [connection("a", "b"), connection("a", "d"), connection("c", "b")],
  });
  const boxes = place_rects(await ordered(drawn));
  assert.ok(!overlaps(boxes.get("eu")!, boxes.get("us")!));
});

test("calls that go round in a circle, and none at all, are put in order too", async () => {
  assert.equal(components_of(await ordered(design("a>b b>c c>a"))).length, 3);
  assert.equal((await laid_out(design(""), [])).size, 0);
});

test("six hundred components are put in order in a moment", async () => {
  const pairs = Array.from({ length: 900 }, (_, index) => `n${index % 600}>n${(index * 7 + 1) % 600}`);
  const drawn = design([...new Set(pairs)].filter((pair) => pair.split(">")[0] !== pair.split(">")[1]).join(" "));
  const started = performance.now();
  await ordered(drawn);
  const took_s = (performance.now() - started) / 1000;
  assert.ok(took_s < 30, `${took_s} s`);
});

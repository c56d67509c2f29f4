import assert from "node:assert/strict";
import { test } from "node:test";

import { named_above } from "../../src/canvas/far_names";
import { component } from "../tiny";

const at = (id: string, x: number, y: number) => component(id, "service", { position: [x, y] });

test("a name that a card below would cover stands above", () => {
  assert.deepEqual([...named_above([at("cache", 0, 0), at("store", 10, 90)], 40)], ["cache"]);
  assert.deepEqual([...named_above([at("cache", 0, 0), at("store", 10, 120)], 40)], []);
  assert.deepEqual([...named_above([at("cache", 0, 0), at("store", 300, 90)], 40)], []);
});

test("a name stays below where there is no room above either", () => {
  const stacked = [at("first", 0, 0), at("second", 0, 90), at("third", 0, 180)];
  assert.deepEqual([...named_above(stacked, 40)], ["first"]);
});

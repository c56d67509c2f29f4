import assert from "node:assert/strict";
import { test } from "node:test";

import { colours_of, flows_at, shares, tier_map, type Flows } from "../../src/charts/tier_map";
import type { FlowNode, Series } from "../../src/live/frames";
import { frame, layout } from "../tiny";

const node = (label: string, column: number): FlowNode => ({ label, column, members: [label] });
const NODES = [node("People", 0), node("Edge", 1), node("Exchange", 2), node("Storage", 3)];
/** Half from the edge, a quarter through it from the exchange, a quarter past it from the storage. */
const FLOWS: Flows = { nodes: NODES, ways: [[0, 1], [0, 1, 2], [0, 3]], carried: [4, 2, 2] };
const SIZE = { width: 600, height: 200 };

test("the height of a bar is what crosses it, and parts of it have the colours of where they begin", () => {
  const { bars, whole } = tier_map(FLOWS, SIZE);
  assert.equal(whole, 8);
  const [people, edge, exchange, storage] = bars;
  assert.deepEqual([people!.through, edge!.through, exchange!.through, storage!.through], [8, 6, 2, 2]);
  assert.deepEqual([people!.own, edge!.own, exchange!.own, storage!.own], [0, 4, 2, 2]);
  assert.ok(Math.abs(people!.height - (8 / 6) * edge!.height) < 1e-9);
  assert.deepEqual(people!.parts.map(({ from }) => from), [1, 2, 3]);
});

test("nothing leaves the picture, and bars of a column do not touch", () => {
  const { bars, ribbons } = tier_map(FLOWS, SIZE);
  for (const bar of bars) assert.ok(bar.y >= 0 && bar.y + bar.height <= SIZE.height);
  for (const { y1, y2, width } of ribbons) assert.ok(Math.min(y1, y2) >= 0 && Math.max(y1, y2) + width <= SIZE.height);
});

test("ribbons fill the side of a bar that they arrive at, and what begins there leaves room for itself", () => {
  const { bars, ribbons } = tier_map(FLOWS, SIZE);
  const edge = bars[1]!;
  const arriving = ribbons.filter(({ x2 }) => x2 === edge.x && ribbons.length > 0);
  const high = arriving.filter(({ key }) => key.startsWith("0>1>")).reduce((sum, { width }) => sum + width, 0);
  assert.ok(Math.abs(high - edge.height) < 1e-9);
  const behind = ribbons.find(({ key }) => key === "1>2>2")!;
  assert.ok(Math.abs(behind.y1 - (edge.y + (4 / 6) * edge.height)) < 1e-9);
});

test("a way that passes columns has a stop in each of them", () => {
  const { ribbons } = tier_map(FLOWS, SIZE);
  assert.equal(ribbons.filter(({ from }) => from === 3).length, 3);
});

test("without bytes there are bars and no height to tell of", () => {
  const { bars, ribbons, whole } = tier_map({ ...FLOWS, carried: [0, 0, 0] }, SIZE);
  assert.equal(whole, 0);
  assert.equal(bars.length, 4);
  assert.ok(ribbons.every(({ width }) => width === 0));
});

test("shares are told from the greatest, and add up to all bytes", () => {
  assert.deepEqual(shares(FLOWS), [
    { node: 1, share: 0.5 },
    { node: 2, share: 0.25 },
    { node: 3, share: 0.25 },
  ]);
});

test("who watches has no colour, and what is farthest has one that no edge has", () => {
  const [people, edge, exchange, storage] = colours_of(NODES);
  assert.equal(people, 0);
  assert.equal(new Set([edge, exchange, storage]).size, 3);
});

test("the flows of a moment are means of the frames before it that tell of some", () => {
  const flows = { carriers: [], carrier_metrics: [], streams: [], nodes: NODES.slice(0, 2), ways: [[0, 1]] };
  const told: Series = {
    layout: layout({ flows, frame_s: 2 }),
    frames: [{ ...frame(1), ways: [9] }, { ...frame(2), ways: [4] }, frame(3)],
  };
  assert.deepEqual(flows_at(told, 1)?.carried, [6.5]);
  assert.deepEqual(flows_at(told, 2)?.carried, [4]);
  assert.equal(flows_at({ ...told, layout: layout() }, 2), null);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { chart_definitions } from "../../src/charts/definitions";
import { empty_series, fold } from "../../src/live/frames";
import { frames, layout } from "../tiny";

const series = fold(empty_series(layout()), frames(1, 8)).series;

test("charts are drawn only for what the layout has", () => {
  const keys = chart_definitions(series, (id) => id, null).map(({ key }) => key);
  assert.deepEqual(keys, ["throughput", "latency", "utilisation"]);
});

test("components that never had a metric are left out of its chart", () => {
  const chart = chart_definitions(series, (id) => id.toUpperCase(), null).find(({ key }) => key === "utilisation");
  assert.deepEqual(
    chart?.lines.map(({ label }) => label),
    ["A"],
  );
});

test("the chosen component has charts of its own, first", () => {
  const [first] = chart_definitions(series, (id) => id, "b");
  assert.equal(first?.key, "own-rate-b");
});

test("a pinned chart stands first, and stays when another component is chosen", () => {
  const keys = chart_definitions(series, (id) => id, "b", new Set(["latency", "own-latency-a"])).map(({ key }) => key);
  assert.deepEqual(keys.slice(0, 3), ["own-latency-a", "latency", "own-rate-b"]);
  assert.ok(!keys.includes("own-rate-a"));
});

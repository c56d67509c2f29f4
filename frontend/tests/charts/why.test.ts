import assert from "node:assert/strict";
import { test } from "node:test";

import { definition_of, why_of } from "../../src/charts/why";
import type { MetricDefinition } from "../../src/design/catalogue";
import { empty_series, fold } from "../../src/live/frames";
import { frames, layout } from "../tiny";

const series = fold(empty_series(layout()), frames(1, 40)).series;

function definition(fields: Partial<MetricDefinition> = {}): MetricDefinition {
  return {
    of: "totals",
    name: "latency_s_p99",
    label: "p99",
    formula: "the time that 99 of 100 stay below",
    inputs: [{ label: "good answers", metric: "ok_per_s", how: "sum" }],
    samples: "ok_per_s",
    assumption: "A mean of percentiles.",
    ...fields,
  };
}

test("rates become counts over the time, and the window is told", () => {
  const why = why_of(definition(), series, { from_s: 1, to_s: 2 }, { of: "totals" });
  assert.deepEqual(why.inputs, [
    ["good answers", "6.5"],
    ["seconds", "1"],
    ["samples", "6.5"],
    ["window", "00:01 to 00:02: 4 frames of 0.25 s"],
  ]);
});

test("a mean is told as it is, and what was never measured as a dash", () => {
  const inputs = [
    { label: "busy", metric: "utilisation", how: "mean" },
    { label: "unknown", metric: "nothing", how: "sum" },
  ] as const;
  const told = definition({ of: "component", inputs, samples: "" });
  const why = why_of(told, series, { from_s: 1, to_s: 2 }, { of: "component", id: "a" });
  assert.deepEqual(why.inputs.slice(0, 2), [
    ["busy", "0.5"],
    ["unknown", "–"],
  ]);
});

test("metrics of policies are found for the connection that has them", () => {
  const metrics = [definition({ of: "policy", name: "limit" }), definition({ of: "totals", name: "limit" })];
  assert.equal(definition_of(metrics, "connection", "limit")?.of, "policy");
  assert.equal(definition_of(metrics, "component", "limit"), undefined);
});

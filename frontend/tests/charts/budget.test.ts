import assert from "node:assert/strict";
import { test } from "node:test";

import { allowances, standings } from "../../src/charts/budget";
import { standing_words } from "../../src/charts/budget_board";
import type { Frame } from "../../src/live/frames";
import { frame, layout } from "../tiny";

const told = layout({ total_metrics: ["ok_per_s", "error_per_s", "shed_per_s"] });

function series(...rows: readonly (readonly number[])[]): { layout: typeof told; frames: readonly Frame[] } {
  return { layout: told, frames: rows.map((totals, index) => ({ ...frame(index + 1), totals })) };
}

const one_in_ten = { of: "", allowed: 0.1, is_assumed: false };

test("objectives about errors allow a share, and where none does one in a thousand is assumed", () => {
  const written = [
    { of: "viewers", metric: "error_ratio", at_most: 0.01 },
    { of: "play", metric: "ok_ratio", at_least: 0.95 },
    { of: "viewers", metric: "latency_s_p99", at_most: 0.5 },
    { of: "viewers", metric: "error_ratio", at_most: "0.1 %" },
  ];
  const found = allowances(written);
  assert.deepEqual(
    found.map(({ of, allowed }) => [of, Math.round(allowed * 1e6) / 1e6]),
    [
      ["viewers", 0.01],
      ["play", 0.05],
      ["viewers", 0.001],
    ],
  );
  assert.deepEqual(allowances([]), [{ of: "", allowed: 0.001, is_assumed: true }]);
});

test("a budget is untouched, then spent, then overdrawn", () => {
  const left = standings(series([40, 0, 0], [36, 4, 0], [20, 10, 10]), one_in_ten).map((each) => each.left);
  assert.deepEqual(
    left.map((each) => Math.round(each * 100) / 100),
    [1, 0.5, -1],
  );
});

test("the burn rate is that of the last minute", () => {
  const quiet = Array.from({ length: 240 }, () => [40, 0, 0]);
  const bad = Array.from({ length: 240 }, () => [20, 20, 0]);
  const all = standings(series(...bad, ...quiet), one_in_ten);
  assert.ok(Math.abs((all[239]?.burn ?? 0) - 5) < 1e-9);
  assert.ok((all.at(-1)?.burn ?? 1) < 0.03);
});

test("nothing has a standing before the first request has ended", () => {
  assert.deepEqual(standings(series([0, 0, 0]), one_in_ten), []);
  assert.match(standing_words(undefined), /No request/);
  assert.match(standing_words({ clock_s: 1, left: -1, burn: null }), /^overdrawn: 2 times/);
});

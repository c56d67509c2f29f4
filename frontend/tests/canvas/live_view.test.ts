import assert from "node:assert/strict";
import { test } from "node:test";

import { LiveView as View } from "../../src/canvas/live_view";
import type { Layout } from "../../src/live/frames";
import { frame, layout } from "../tiny";

/** A view in which every card tells rates, and hits where there are any. */
class LiveView extends View {
  constructor(told: Layout, metrics = ["rate_per_s", "hit_ratio"]) {
    super(told, () => ({ metrics, trouble: "errors_per_s" }));
  }
}

test("the first frame is shown as it is", () => {
  const live = new LiveView(layout());
  live.aim(frame(4), false);
  assert.equal(live.cards.get("b")?.figures.get("rate_per_s"), 8);
  assert.equal(live.arrows.get("a-b")?.calls_per_s, 12);
});

test("later values ease towards their goal and take more than half a second", () => {
  const live = new LiveView(layout());
  live.aim(frame(0), false);
  live.aim(frame(100), false);
  live.step(0.1);
  const soon = live.cards.get("a")!.figures.get("rate_per_s")!;
  assert.ok(soon > 0 && soon < 50);
  for (let step = 0; step < 40; step += 1) live.step(0.1);
  assert.ok(Math.abs(live.cards.get("a")!.figures.get("rate_per_s")! - 100) < 1);
});

test("dragging through time shows the moment at once", () => {
  const live = new LiveView(layout());
  live.aim(frame(1), false);
  live.aim(frame(50), true);
  assert.equal(live.cards.get("a")?.figures.get("rate_per_s"), 50);
});

test("easing comes to rest", () => {
  const live = new LiveView(layout());
  live.aim(frame(1), false);
  live.aim(frame(2), false);
  let steps = 0;
  while (live.step(0.05)) steps += 1;
  assert.ok(steps > 5 && steps < 200);
});

test("what a component does not have is not shown as zero", () => {
  const live = new LiveView(layout());
  live.aim(frame(1), false);
  assert.ok(live.cards.get("a")?.has_utilisation);
  assert.ok(!live.cards.get("b")?.has_utilisation);
  assert.ok(!live.cards.get("a")?.figures.has("hit_ratio"));
});

test("instances that were up once and are not now count as dead", () => {
  const three = layout({ component_metrics: ["instances_up"], components: ["a"] });
  const live = new LiveView(three);
  const with_up = (n: number, up: number) => ({ n, clock_s: n, totals: [], components: [[up]], connections: [] });
  live.learn_instances([with_up(1, 3), with_up(2, 1)]);
  live.aim(with_up(2, 1), true);
  assert.deepEqual([live.cards.get("a")?.instances_up, live.cards.get("a")?.instances_seen], [1, 3]);
});

test("a breaker shows its state, and a connection without one shows none", () => {
  const live = new LiveView(layout({ policies: ["a-b"], policy_metrics: ["refused_per_s", "breaker_state"] }));
  const states = [0, 1, 2, null].map((state) => {
    live.aim({ ...frame(1), policies: [[0, state]] }, true);
    return live.arrows.get("a-b")?.breaker;
  });
  assert.deepEqual(states, ["closed", "open", "half_open", null]);
});

test("a carrier tells bytes, and its stream what flows", () => {
  const flows = { carriers: ["b"], carrier_metrics: ["gbps", "utilisation"], streams: ["a-b"], nodes: [], ways: [] };
  const live = new LiveView(layout({ flows, connections: [] }), ["gbps", "utilisation"]);
  live.aim({ ...frame(1), carriers: [[12.5, 0.4]], streams: [7] }, true);
  const card = live.cards.get("b")!;
  assert.deepEqual([...card.figures], [["gbps", 12.5], ["utilisation", 0.4]]);
  assert.equal(card.utilisation, 0.4);
  assert.equal(live.arrows.get("a-b")?.gbps, 7);
});

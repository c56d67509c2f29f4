import assert from "node:assert/strict";
import { test } from "node:test";

import type { Component, DesignDocument } from "../../src/design/document";
import { is_locked, is_offered, refusal, type Limits } from "../../src/design/terms";

const service: Component = { id: "service", type: "service", position: [0, 0], parameters: { slots: 2 } };
const design: DesignDocument = { format: 1, name: "Tiny", components: [service] };
const limits: Limits = { kept: { service: ["instances"], viewers: [] }, hidden: [], offered: ["cache"] };

function changed(after: Component | null): string | null {
  const change = { collection: "components", id: "service", index: 0, before: service, after } as const;
  return refusal(limits, design, { label: "", changes: [change] });
}

test("what is given may be moved and renamed, and set only where it is open", () => {
  assert.equal(changed({ ...service, position: [80, 8], label: "Mine" }), null);
  assert.equal(changed({ ...service, parameters: { slots: 2, instances: 4 } }), null);
  assert.match(changed({ ...service, parameters: { slots: 3 } }) ?? "", /slots must stay/);
  assert.match(changed({ ...service, parameters: {} }) ?? "", /slots must stay/);
  assert.match(changed(null) ?? "", /must stay/);
});

test("only what is offered can be added", () => {
  const added = (type: string): string | null => {
    const after: Component = { id: "new", type };
    const change = { collection: "components", id: "new", index: 1, before: null, after } as const;
    return refusal(limits, design, { label: "", changes: [change] });
  };
  assert.equal(added("cache"), null);
  assert.match(added("store") ?? "", /not available/);
  assert.equal(is_offered({ ...limits, offered: null }, "store"), true);
});

test("traffic is given, and goes with its source", () => {
  const workload = { traffic: [{ source: "viewers", shape: "constant" }] };
  const other = { traffic: [{ source: "viewers", shape: "constant", parameters: { rate_per_s: 9 } }] };
  const change = (after: unknown): string | null =>
    refusal(limits, design, { label: "", changes: [{ field: "workload", before: workload, after }] });
  assert.match(change(other) ?? "", /traffic is given/);
  assert.equal(change({ traffic: [] }), null);
});

test("a thing of which nothing is open is shown as locked", () => {
  assert.equal(is_locked(limits, { of: "component", id: "viewers" }), true);
  assert.equal(is_locked(limits, { of: "component", id: "service" }), false);
  assert.equal(is_locked(limits, { of: "component", id: "mine" }), false);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { apply_changes } from "../../src/design/change";
import { add_component, connect, free_id, policy_of, set_kind, set_parameter, set_policy } from "../../src/design/edits";
import { connections_of } from "../../src/design/document";
import { catalogue, component, connection, design, parameter } from "../tiny";

test("an id follows the label and is free", () => {
  assert.equal(free_id([], "Play service"), "play_service");
  assert.equal(free_id(["play_service", "play_service_2"], "Play service"), "play_service_3");
  assert.equal(free_id([], "42 é"), "component_42_e");
});

test("a second component of a type gets a name of its own", () => {
  const first = apply_changes(design(), add_component(catalogue(), design(), "service", [0, 0]).changes);
  const second = apply_changes(first, add_component(catalogue(), first, "service", [9, 9]).changes);
  assert.deepEqual(
    second.components?.map(({ id, label }) => [id, label]),
    [
      ["service", "service"],
      ["service_2", "service 2"],
    ],
  );
});

test("a source comes with traffic, so that it does something", () => {
  const after = apply_changes(design(), add_component(catalogue(), design(), "source", [0, 0]).changes);
  assert.deepEqual(after.workload?.traffic, [{ source: "source", shape: "constant", parameters: { rate_per_s: 50 } }]);
});

test("the next call of a caller comes after those it has", () => {
  const drawn = design("a>b", { components: [component("a"), component("b"), component("c")] });
  const after = apply_changes(drawn, connect(catalogue(), drawn, "a", "c").changes);
  assert.equal(after.connections?.[1]?.["order"], 2);
});

test("the kind of a connection follows from what is called", () => {
  const drawn = design("", { components: [component("a"), component("k", "cache")] });
  const after = apply_changes(drawn, connect(catalogue(), drawn, "a", "k").changes);
  assert.equal(after.connections?.[0]?.["kind"], "lookup");
});

test("resetting a parameter takes it out of the document", () => {
  const drawn = design("", { components: [component("a", "service", { parameters: { slots: 4, instances: 2 } })] });
  const after = apply_changes(drawn, set_parameter(drawn, "a", "slots", undefined).changes);
  assert.deepEqual(after.components?.[0]?.parameters, { instances: 2 });
});

test("policies are set and reset by their path, and an empty group goes", () => {
  const drawn = design("a>b");
  const set = apply_changes(drawn, set_policy(drawn, "a-b", "retry.attempts", 3).changes);
  assert.deepEqual(set.connections?.[0]?.["retry"], { attempts: 3 });
  assert.equal(policy_of(set.connections![0]!, "retry.attempts"), 3);
  const reset = apply_changes(set, set_policy(set, "a-b", "retry.attempts", undefined).changes);
  assert.deepEqual(reset, drawn);
});

test("a connection that publishes and calls again is what it was", () => {
  const drawn = design("a>b");
  const published = apply_changes(drawn, set_kind(catalogue(), drawn, "a-b", "publish").changes);
  assert.equal(connections_of(published)[0]?.["kind"], "publish");
  assert.deepEqual(apply_changes(published, set_kind(catalogue(), published, "a-b", undefined).changes), drawn);
});

test("a connection that publishes loses what waits for answers", () => {
  const attempts = { ...parameter({ name: "retry.attempts" }), for_answers: true };
  const known = catalogue({ connection: { parameters: [attempts] } });
  const drawn = design("a>b", { connections: [connection("a", "b", { retry: { attempts: 3 }, delay: 1 })] });
  const published = apply_changes(drawn, set_kind(known, drawn, "a-b", "publish").changes);
  assert.deepEqual(connections_of(published), [connection("a", "b", { delay: 1, kind: "publish" })]);
});

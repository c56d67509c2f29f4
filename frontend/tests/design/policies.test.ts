import assert from "node:assert/strict";
import { test } from "node:test";

import { apply_changes } from "../../src/design/change";
import type { DesignDocument } from "../../src/design/document";
import type { PolicyType } from "../../src/design/catalogue";
import {
  add_policy,
  missing_policies,
  policies_of,
  remove_policy,
  set_policy_parameter,
} from "../../src/design/policies";
import { catalogue, connection, design, parameter } from "../tiny";

const policy = (name: string, fields: Partial<PolicyType> = {}): PolicyType => ({
  name,
  label: name,
  help: "",
  publishes: false,
  parameters: [],
  ...fields,
});
const budget = policy("budget", { parameters: [parameter({ name: "ratio" })] });
const breaker = policy("breaker");
const buffer = policy("buffer", { publishes: true });
const known = catalogue({ policies: [breaker, budget, buffer] });

test("a policy is added with its defaults and removed without a trace", () => {
  const drawn = design("a>b");
  const added = apply_changes(drawn, add_policy(drawn, "a-b", budget).changes);
  assert.deepEqual(policies_of(first(added)), { budget: {} });
  const removed = apply_changes(added, remove_policy(added, "a-b", budget).changes);
  assert.deepEqual(removed, drawn);
});

test("resetting the last parameter keeps the policy", () => {
  const drawn = design("a>b", { connections: [connection("a", "b", { policies: { budget: {} } })] });
  const set = apply_changes(drawn, set_policy_parameter(drawn, "a-b", budget, "ratio", 0.2).changes);
  assert.deepEqual(policies_of(first(set)), { budget: { ratio: 0.2 } });
  const reset = apply_changes(set, set_policy_parameter(set, "a-b", budget, "ratio", undefined).changes);
  assert.deepEqual(reset, drawn);
});

test("only policies that a connection does not have are offered", () => {
  const has_one = connection("a", "b", { policies: { budget: {}, breaker: null } });
  assert.deepEqual(missing_policies(known, has_one), [breaker]);
});

test("a connection that publishes is offered the policies of those that publish", () => {
  assert.deepEqual(missing_policies(known, connection("a", "b", { kind: "publish" })), [buffer]);
});

function first(document: DesignDocument) {
  const found = document.connections?.[0];
  assert.ok(found);
  return found;
}

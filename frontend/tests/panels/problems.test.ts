import assert from "node:assert/strict";
import { test } from "node:test";

import { ref_of_path } from "../../src/panels/problems";
import { design } from "../tiny";

const drawn = design("a>b", { workload: { traffic: [{ source: "a", shape: "constant" }] } });

test("a path of the document leads to what it is about", () => {
  assert.deepEqual(ref_of_path(drawn, "components[1].parameters.slots"), { of: "component", id: "b" });
  assert.deepEqual(ref_of_path(drawn, "connections[0].timeout"), { of: "connection", id: "a-b" });
  assert.deepEqual(ref_of_path(drawn, "workload.traffic[0].parameters"), { of: "component", id: "a" });
});

test("a path to nothing that is drawn leads nowhere", () => {
  assert.equal(ref_of_path(drawn, "workload.duration"), null);
  assert.equal(ref_of_path(drawn, "components[9]"), null);
});

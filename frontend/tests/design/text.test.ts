import assert from "node:assert/strict";
import { test } from "node:test";

import { is_same } from "../../src/design/difference";
import type { DesignDocument } from "../../src/design/document";
import { steps_of, text_form } from "../../src/design/text";
import { component, connection, design } from "../tiny";

const form = await text_form();

const RICH: DesignDocument = design("a>b b>c", {
  name: "Yes: 1e3 # no",
  description: "Two\nlines",
  places: [{ id: "eu", type: "region", position: [1, -2], size: [3, 4], collapsed: false }],
  components: [
    component("a", "source", { label: "12:30", parameters: { rate: "120 req/s", is_on: true, text: "null" } }),
    component("b", "service", { place: "eu" }),
    component("c"),
  ],
  connections: [connection("a", "b", { retry: { attempts: 2, jitter: "full" } }), connection("b", "c")],
  workload: { duration: "2 min", traffic: [{ source: "a", shape: "constant", parameters: { rate_per_s: 7 } }] },
  notes: [{ id: "n", text: "- a\n- b: c", position: [0, 0] }],
});

test("what is written is read as the same design", () => {
  const { document, errors } = form.read(form.write(RICH));
  assert.deepEqual(errors, []);
  assert.ok(is_same(document, RICH));
});

test("positions take one line, and every component begins with a line of its own", () => {
  const text = form.write(RICH);
  assert.match(text, /position: \[1, -2\]/);
  assert.match(text, /^ {2}- id: a$/m);
});

test("a text that is no YAML says where", () => {
  const { document, errors } = form.read("format: 1\nname: x\ncomponents:\n  - {id: a\n");
  assert.equal(document, null);
  assert.ok((errors[0]?.line ?? 0) >= 4);
});

test("what is wrong with a value is said at its line", () => {
  const { errors } = form.read("format: 1\nname: x\ncomponents:\n  - id: a\n    type: service\n  - id: 3\n    type: s\n");
  assert.deepEqual(errors, [{ line: 6, message: "Give it id: a name of letters, digits, - and _." }]);
});

test("a path finds its line, or that of what is around it", () => {
  const read = form.read(form.write(RICH));
  const lines = form.write(RICH).split("\n");
  assert.match(lines[read.line_of("components[1].place") - 1] ?? "", /place: eu/);
  assert.match(lines[read.line_of("components[2].parameters.slots") - 1] ?? "", /parameters/);
  assert.equal(read.line_of("nothing"), 1);
  assert.deepEqual(steps_of("components[3].parameters.slots"), ["components", 3, "parameters", "slots"]);
});

test("texts that repeat themselves without end are refused", () => {
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 9; level += 1) {
    const before = String.fromCharCode(96 + level);
    const name = String.fromCharCode(97 + level);
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
  }
  assert.equal(form.read(`${bomb.join("\n")}\n`).document, null);
  assert.equal(form.read("x".repeat(400_001)).document, null);
});

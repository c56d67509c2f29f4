import assert from "node:assert/strict";
import { test } from "node:test";

import { default_text, field_text, is_default, range_text, read_field, stepped } from "../../src/design/values";
import { parameter } from "../tiny";

const timeout = parameter({ name: "timeout", unit: "s", shown_unit: "ms", default: null, low: 0.001, high: 600 });
const instances = parameter({ name: "instances", kind: "count", unit: "count", default: 3, low: 1, high: 64 });
const share = parameter({ name: "share", unit: "ratio", default: 0.2, low: 0, high: 1 });

test("a value of the document may carry its unit in the text", () => {
  assert.equal(field_text(parameter(), "12 ms"), "12");
  assert.equal(field_text(parameter(), "0.012 s"), "12");
  assert.equal(field_text(timeout, "250 ms"), "250");
  assert.equal(field_text(timeout, 0.25), "250");
  assert.equal(field_text(timeout, undefined), "");
});

test("what is typed is read in the shown unit and kept in the document's", () => {
  assert.deepEqual(read_field(timeout, "250"), { value: 0.25 });
  assert.deepEqual(read_field(timeout, "2 s"), { value: 2 });
  assert.deepEqual(read_field(share, "35"), { value: 0.35 });
});

test("values outside the limits are refused with the limit in the shown unit", () => {
  assert.deepEqual(read_field(timeout, "0"), { reason: "At least 1\u2009ms." });
  assert.deepEqual(read_field(instances, "65"), { reason: "At most 64." });
  assert.deepEqual(read_field(instances, "2.5"), { reason: "Write a whole number." });
  assert.deepEqual(read_field(share, "120 %"), { reason: "At most 100\u2009%." });
});

test("range and default are said in words", () => {
  assert.equal(range_text(instances), "1 to 64");
  assert.equal(default_text(timeout), "none");
  assert.equal(default_text(share), "20\u2009%");
  assert.equal(default_text(parameter({ kind: "flag", default: true })), "on");
});

test("a value that says the same as the default is the default", () => {
  assert.ok(is_default(parameter(), "16 ms"));
  assert.ok(is_default(parameter(), undefined));
  assert.ok(!is_default(parameter(), 12));
  assert.ok(!is_default(timeout, 1));
});

test("the arrow keys step by one or by about a tenth", () => {
  assert.equal(stepped(instances, 3, 1), 4);
  assert.equal(stepped(parameter(), 16, 1), 17);
  assert.equal(stepped(parameter(), 250, -1), 240);
});

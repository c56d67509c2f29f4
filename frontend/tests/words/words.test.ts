import assert from "node:assert/strict";
import { test } from "node:test";

import { t, tn } from "../../src/words/words";

test("English is what the sources say, with its places filled", () => {
  assert.equal(t("Undo"), "Undo");
  assert.equal(t("Undo {what}", { what: "moving Cache" }), "Undo moving Cache");
  assert.equal(t("{a} and {b}", { a: 1, b: "{a}" }), "1 and {a}");
});

test("a number chooses the form", () => {
  assert.equal(tn("{count} note", "{count} notes", 1), "1 note");
  assert.equal(tn("{count} note", "{count} notes", 0), "0 notes");
  assert.equal(tn("{count} request", "{count} requests", 12_000, { count: "12 000" }), "12 000 requests");
});

test("a place that nobody fills stays to be seen", () => {
  assert.equal(t("Undo {what}", {}), "Undo {what}");
});

import assert from "node:assert/strict";
import { test } from "node:test";

import type { FailureType } from "../../src/design/catalogue";
import { at_hand } from "../../src/panels/breaking";

const WHOLE = (): boolean => false;

test("what is usual is at hand, in the order of the catalogue, and no more than four of it", () => {
  assert.deepEqual(names(at_hand(failures("a b! c d! e f"), WHOLE)), ["b", "d"]);
  assert.deepEqual(names(at_hand(failures("a! b! c! d! e! f"), WHOLE)), ["a", "b", "c", "d"]);
});

test("what is broken stays at hand to be healed, whether it is usual or not", () => {
  const found = at_hand(failures("a b! c d! e f"), ({ name }) => name === "e");
  assert.deepEqual(names(found), ["b", "d", "e"]);
  assert.deepEqual(names(at_hand(failures("a! b! c! d! e f"), ({ name }) => name === "f")), ["a", "b", "c", "f"]);
});

test("a few failures are all at hand, and the first ones where none is usual", () => {
  assert.deepEqual(names(at_hand(failures("a b c"), WHOLE)), ["a", "b", "c"]);
  assert.deepEqual(names(at_hand(failures("a b c d e"), WHOLE)), ["a", "b", "c", "d"]);
});

/** Failures by their names; "!" marks a usual one. */
function failures(words: string): FailureType[] {
  return words.split(" ").map((word) => ({
    name: word.replace("!", ""),
    label: word,
    help: "",
    verb: word,
    heal_verb: "Heal",
    targets: "component",
    needs: "",
    can_heal: true,
    is_usual: word.endsWith("!"),
    parameters: [],
  }));
}

function names(some: readonly FailureType[]): string[] {
  return some.map(({ name }) => name);
}

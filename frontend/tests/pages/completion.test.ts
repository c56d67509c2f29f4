import { strict as assert } from "node:assert";
import { test } from "node:test";

import { beginning, completed, offers } from "../../src/pages/completion";

const WORDS = [
  { text: "goodput", label: "Goodput" },
  { text: "p99(", label: "99th percentile" },
  { text: "latency", label: "Latency" },
];
const PLACES = [{ text: "component=store", label: "at Store" }];

test("the word before the caret is what is completed", () => {
  assert.deepEqual(beginning("p99(lat", 7), { word: "lat", from: 4, is_place: false });
  assert.deepEqual(beginning("p99(latency)[comp", 17), { word: "comp", from: 13, is_place: true });
});

test("what begins like the word comes before what has it inside", () => {
  assert.deepEqual(offers("p", false, WORDS, PLACES).map(({ text }) => text), ["p99(", "goodput"]);
  assert.deepEqual(offers("", false, WORDS, PLACES), []);
});

test("within brackets places are offered, also before a letter is written", () => {
  assert.deepEqual(offers("", true, WORDS, PLACES), PLACES);
  assert.equal(completed("max(requests)[", 14, PLACES[0]!).text, "max(requests)[component=store]");
});

test("what follows the caret stays", () => {
  assert.deepEqual(completed("p99(la) < 1 s", 6, WORDS[2]!), { text: "p99(latency) < 1 s", caret: 11 });
});

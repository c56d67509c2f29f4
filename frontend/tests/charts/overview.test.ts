import assert from "node:assert/strict";
import { test } from "node:test";

import { beside_text, last_second, stretch_words } from "../../src/charts/overview";
import { empty_series, fold } from "../../src/live/frames";
import { frames, layout } from "../tiny";

const figure = { unit: "/s", text: String };

test("a number stands beside that of the other run with how far it is from it", () => {
  assert.equal(beside_text(figure, 150, 100), "vs 100\u2009/s, +50\u2009%");
  assert.equal(beside_text(figure, 50, 100), "vs 100\u2009/s, \u221250\u2009%");
  assert.equal(beside_text(figure, 100, 100), "vs 100\u2009/s, same");
  assert.equal(beside_text(figure, 3, 0), "vs 0\u2009/s");
  assert.equal(beside_text(figure, 3, null), "vs –");
});

test("numbers are those of the second before the moment unless a window is chosen", () => {
  const series = fold(empty_series(layout()), frames(1, 40)).series;
  const second = last_second(series, 39);
  assert.deepEqual(second, { from_s: 9, to_s: 10 });
  assert.equal(stretch_words(second, false), "The second before 00:10");
  assert.equal(stretch_words({ from_s: 5, to_s: 65 }, true), "Means of 00:05–01:05");
});

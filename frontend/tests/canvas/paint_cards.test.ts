import assert from "node:assert/strict";
import { test } from "node:test";

import { rate_class } from "../../src/canvas/paint_arrows";
import { card_texts, load_level } from "../../src/canvas/paint_cards";
import { LiveView } from "../../src/canvas/live_view";
import { layout } from "../tiny";

const numbers = (fields: object) => ({ ...new LiveView(layout()).cards.get("a")!, ...fields });

test("load is calm, busy from 70 %, overloaded from 90 %", () => {
  assert.deepEqual([0.5, 0.7, 0.89, 0.9, 1.2].map(load_level), ["calm", "busy", "busy", "overloaded", "overloaded"]);
});

test("the live line has shorter wordings for smaller cards", () => {
  const { lines } = card_texts(numbers({ rate_per_s: 412, latency_s_p99: 0.038, has_latency: true }));
  assert.deepEqual(lines, ["412\u2009req/s · p99 38\u2009ms", "412/s · p99 38\u2009ms", "412/s · 38\u2009ms", "412/s"]);
});

test("a cache shows how often it hits instead of its latency", () => {
  const { lines } = card_texts(numbers({ rate_per_s: 120, hit_ratio: 0.931, has_hit_ratio: true, has_latency: true }));
  assert.equal(lines[0], "120\u2009req/s · 93.1\u2009% hit");
});

test("a long queue is told as a number, a short one by its dots", () => {
  assert.equal(card_texts(numbers({ queue: 3 })).queue, "");
  assert.equal(card_texts(numbers({ queue: 312.4 })).queue, "312");
});

test("the width of a connection grows with the logarithm of its rate", () => {
  assert.deepEqual([0, 0.5, 1, 10, 100, 1000, 1e6].map(rate_class), [-1, 0, 0, 1, 3, 4, 6]);
});

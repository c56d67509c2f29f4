import assert from "node:assert/strict";
import { test } from "node:test";

import { rate_class } from "../../src/canvas/paint_arrows";
import { card_texts, load_level } from "../../src/canvas/paint_cards";
import { LiveView } from "../../src/canvas/live_view";
import { stream_width } from "../../src/canvas/paint_streams";
import type { Headline } from "../../src/design/catalogue";
import { layout, type } from "../tiny";

const REQUESTS: Headline = { metrics: type("service").headline, trouble: "errors_per_s" };
const PEOPLE: Headline = { metrics: ["playing", "bitrate_bps"], trouble: "rebuffer_ratio" };

const numbers = (fields: object, headline = REQUESTS) => ({
  ...new LiveView(layout(), () => headline).cards.get("a")!,
  ...fields,
});
const told = (figures: Readonly<Record<string, number>>) => ({ figures: new Map(Object.entries(figures)) });

test("load is calm, busy from 70 %, overloaded from 90 %", () => {
  assert.deepEqual([0.5, 0.7, 0.89, 0.9, 1.2].map(load_level), ["calm", "busy", "busy", "overloaded", "overloaded"]);
});

test("the live line has shorter wordings for smaller cards", () => {
  const { lines } = card_texts(numbers(told({ rate_per_s: 412, latency_s_p99: 0.038 })));
  assert.deepEqual(lines, ["412\u2009req/s · p99 38\u2009ms", "412/s · p99 38\u2009ms", "412/s · 38\u2009ms", "412/s"]);
});

test("a cache shows how often it hits instead of its latency", () => {
  const { lines } = card_texts(numbers(told({ rate_per_s: 120, hit_ratio: 0.931, latency_s_p99: 0.038 })));
  assert.equal(lines[0], "120\u2009req/s · 93.1\u2009% hit");
});

test("a long queue is told as a number, a short one by its dots", () => {
  assert.equal(card_texts(numbers({ queue: 3 })).queue, "");
  assert.equal(card_texts(numbers({ queue: 312.4 })).queue, "312");
});

test("the width of a connection grows with the logarithm of its rate", () => {
  assert.deepEqual([0, 0.5, 1, 10, 100, 1000, 1e6].map(rate_class), [-1, 0, 0, 1, 3, 4, 6]);
});

test("viewers tell what they watch, and stalls stand apart once they are bad news", () => {
  const calm = card_texts(numbers(told({ playing: 312, bitrate_bps: 3.42e6, rebuffer_ratio: 0.002 }), PEOPLE));
  assert.equal(calm.lines[0], "312 watching · 3.42\u2009Mbit/s");
  assert.equal(calm.errors, "");
  const trouble = { ...told({ playing: 312, rebuffer_ratio: 0.021 }), errors_per_s: 3 };
  assert.equal(card_texts(numbers(trouble, PEOPLE)).errors, "3/s · 2.1\u2009% stalled");
});

test("a card of which nothing is known says nothing, rather than zero requests", () => {
  assert.deepEqual(card_texts(numbers({}, { metrics: ["gbps"], trouble: "" })).lines, []);
});

test("a stream is as wide as the logarithm of what it carries, and nothing where nothing flows", () => {
  const widths = [0, 0.01, 0.1, 1, 10, 100].map(stream_width);
  assert.equal(widths[0], 0);
  for (let place = 2; place < widths.length; place += 1) {
    const wider = widths[place]! - widths[place - 1]!;
    assert.ok(wider > 1 && wider < 3);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  about_percent,
  class_figures,
  component_figures,
  connection_text,
  expected_words,
  ghost_lines,
  limiting_sentence,
  overload_sentence,
  overload_text,
} from "../../src/design/estimate";
import { estimate, expected_component } from "../tiny";

const texts = (figures: readonly { label: string; text: string }[]): object =>
  Object.fromEntries(figures.map(({ label, text }) => [label, text]));

test("a ghost line begins with the sign for about and has shorter wordings", () => {
  assert.deepEqual(ghost_lines(expected_component()), [
    "≈\u202f120/s · 41\u2009% · 38\u2009ms",
    "≈\u202f120/s · 38\u2009ms",
    "≈\u202f120/s",
  ]);
});

test("a ghost of a cache says how often it hits, one without slots leaves utilisation out", () => {
  assert.equal(ghost_lines(expected_component({ hit_ratio: 0.931 }))[0], "≈\u202f120/s · 41\u2009% · 93\u2009% hit");
  assert.equal(ghost_lines(expected_component({ utilisation: null }))[0], "≈\u202f120/s · 38\u2009ms");
});

test("what carries bytes or only controls has no ghost line, and what nobody asks has one", () => {
  const silent = { arrivals_per_s: 0, latency_s: null, hit_ratio: null };
  assert.deepEqual(ghost_lines(expected_component({ ...silent, utilisation: null })), []);
  assert.equal(ghost_lines(expected_component({ ...silent, utilisation: 0 })).at(-1), "≈\u202f0/s");
});

test("shares are whole per cent except near nothing and everything", () => {
  assert.deepEqual([0.4149, 0.997, 0.004, 1.304].map(about_percent), [
    "41\u2009%",
    "99.7\u2009%",
    "0.4\u2009%",
    "130\u2009%",
  ]);
});

test("what is next to nothing is nothing", () => {
  assert.equal(ghost_lines(expected_component({ arrivals_per_s: 0.0000018 })).at(-1), "≈\u202f0/s");
});

const overloaded = expected_component({
  overloaded: true,
  load: 1.3,
  utilisation: 1,
  queue_mean: null,
  latency_s: { mean: null, p50: null, p95: null, p99: null },
});

test("overload is said in words, and nothing that grows is given a number", () => {
  assert.equal(overload_text(overloaded), "≈\u202foverloaded, 1.3×");
  assert.equal(overload_text(expected_component()), "");
  assert.equal(ghost_lines(overloaded)[0], "≈\u202f120/s · 100\u2009%");
  const { Queue, p99 } = texts(component_figures(overloaded)) as Record<string, string>;
  assert.deepEqual([Queue, p99], ["grows without bound", "grows without bound"]);
  assert.match(expected_words(overloaded), /overloaded$/);
});

test("overload with a limited queue refuses, with an endless one it grows", () => {
  assert.match(overload_sentence(overloaded), /offered 1\.3 times the work that .* queue grows/);
  assert.match(overload_sentence({ ...overloaded, refused_ratio: 0.2 }), /the rest is refused/);
  assert.equal(overload_sentence(expected_component()), "");
});

test("a connection says its attempts, and failures only where there are any", () => {
  assert.equal(connection_text({ calls_per_s: 90, rate_per_s: 96.4, failure_ratio: 0 }), "≈\u202f96.4/s");
  assert.equal(
    connection_text({ calls_per_s: 90, rate_per_s: 96.4, failure_ratio: 0.03 }),
    "≈\u202f96.4/s · 3\u2009% of calls fail",
  );
});

test("a class shows what is offered, how much is answered, p50 and p99", () => {
  const latency_s = { mean: 0.2, p50: 0.167, p95: 0.3, p99: 0.461 };
  assert.deepEqual(texts(class_figures({ offered_per_s: 120, ok_ratio: 1, latency_s })), {
    Offered: "≈\u202f120\u2009/s",
    Answered: "≈\u202f100\u2009%",
    p50: "≈\u202f167\u2009ms",
    p99: "≈\u202f461\u2009ms",
  });
});

test("the limiting component is named with the rate at which it is full", () => {
  const limiting = { component: "b", load: 0.49, headroom: 2.04, saturates_at_per_s: 245 };
  const name = (id: string): string => id.toUpperCase();
  assert.match(limiting_sentence(estimate({ limiting }), name), /^B limits .* full at ≈\u202f245\u2009\/s .* 2\.04 times/);
  const over = { ...limiting, headroom: 0.5 };
  assert.match(limiting_sentence(estimate({ limiting: over }), name), /more than that is offered now/);
  assert.equal(limiting_sentence(estimate({ limiting: null }), name), "");
});

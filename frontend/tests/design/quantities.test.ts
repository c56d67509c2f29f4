import assert from "node:assert/strict";
import { test } from "node:test";

import {
  all_digits,
  clock_text,
  latency_text,
  parse_quantity,
  percent_text,
  three_digits,
} from "../../src/design/quantities";

const value = (text: string, unit: string): number | string => {
  const parsed = parse_quantity(text, unit);
  return "value" in parsed ? parsed.value : parsed.reason;
};

test("a plain number is taken in the field's own unit", () => {
  assert.equal(value("250", "ms"), 250);
  assert.equal(value(" 1 500 ", "ms"), 1500);
  assert.equal(value("1e3", "1/s"), 1000);
});

test("units in the text are converted without dust", () => {
  assert.equal(value("250 ms", "s"), 0.25);
  assert.equal(value("0.1s", "ms"), 100);
  assert.equal(value("20 %", "ratio"), 0.2);
  assert.equal(value("0.3", "ratio"), 0.3);
  assert.equal(value("5 min", "s"), 300);
  assert.equal(value("120 req/s", "1/s"), 120);
  assert.equal(value("4 Gbit/s", "Mbit/s"), 4000);
});

test("what is no quantity is answered with an example", () => {
  assert.match(String(value("fast", "ms")), /such as 250 or 250 ms/);
  assert.match(String(value("5 parsecs", "s")), /“parsecs” is not a unit used here/);
  assert.match(String(value("5 ms", "1/s")), /“ms” is not a unit used here/);
});

test("numbers are shown with three significant digits and a prefix", () => {
  const shown = [0, 0.5, 3.14159, 41.25, 412.4, 999.4, 999.6, 1234, 12_345, 4_560_000].map(three_digits);
  assert.deepEqual(shown, ["0", "0.5", "3.14", "41.3", "412", "999", "1k", "1.23k", "12.3k", "4.56M"]);
});

test("limits keep every digit", () => {
  assert.deepEqual([0.01, 64, 1024, 60_000, 1_000_000].map(all_digits), [
    "0.01",
    "64",
    "1024",
    "60\u2009000",
    "1\u2009000\u2009000",
  ]);
});

test("latencies choose their unit", () => {
  assert.deepEqual([0.0000425, 0.0384, 0.9996, 1.234].map(latency_text), [
    "42.5\u2009µs",
    "38.4\u2009ms",
    "1\u2009s",
    "1.23\u2009s",
  ]);
});

test("ratios are percentages", () => {
  assert.equal(percent_text(0.987), "98.7\u2009%");
  assert.equal(percent_text(1), "100\u2009%");
});

test("time is minutes and seconds, and hours when there are any", () => {
  assert.deepEqual([0, 134.9, 3734].map(clock_text), ["00:00", "02:14", "1:02:14"]);
});

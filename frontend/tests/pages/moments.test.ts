import assert from "node:assert/strict";
import { test } from "node:test";

import { moment_field, moment_words } from "../../src/pages/moments";

const MOMENT = new Date("2026-11-21T23:52:00Z");

test("a moment is told in the time zone of its reader", () => {
  assert.equal(moment_words(MOMENT, "UTC"), "21 Nov 2026, 23:52 UTC");
  assert.equal(moment_words(MOMENT, "Asia/Kolkata"), "22 Nov 2026, 05:22 GMT+5:30");
  assert.match(moment_words(MOMENT, "Europe/Berlin", "de"), /^22\. Nov\. 2026, 00:52 MEZ$/);
});

test("a field shows it as the browser wants it, also early in a month", () => {
  assert.equal(moment_field(MOMENT, "America/New_York"), "2026-11-21T18:52");
  assert.equal(moment_field(new Date("2026-03-04T00:05:00Z"), "UTC"), "2026-03-04T00:05");
});

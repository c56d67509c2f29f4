import assert from "node:assert/strict";
import { test } from "node:test";

import { legend_words } from "../../src/pages/legend";
import { estimate } from "../tiny";

const fitting = { estimate: estimate(), doubt: "" };

test("expected values are called so, and a run takes their place", () => {
  assert.match(legend_words({ expected: fitting, has_run: false, is_alive: false }), /expected, before any run/);
  assert.equal(legend_words({ expected: null, has_run: true, is_alive: true }), "measured in a run");
  assert.equal(legend_words({ expected: null, has_run: false, is_alive: false }), "");
});

test("an estimate that no longer fits says why", () => {
  const expected = { ...fitting, doubt: "Connect viewers to something." };
  assert.match(legend_words({ expected, has_run: false, is_alive: false }), /earlier state: Connect viewers/);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { matches, offers } from "../../src/panels/palette";
import { catalogue, type } from "../tiny";

const auth = { name: "auth", label: "Auth", help: "Checks who is asking.", parameters: {} };
const known = catalogue({ components: [type("service", { label: "Service", presets: [auth] }), type("cache")] });

test("a type is offered before its presets", () => {
  assert.deepEqual(
    offers(known).map(({ type: { name }, preset }) => preset?.name ?? name),
    ["service", "auth", "cache"],
  );
});

test("search finds by name, help and type, with any order of words", () => {
  const found = (query: string): string[] =>
    offers(known)
      .filter((offer) => matches(offer, query))
      .map(({ type: { name }, preset }) => preset?.name ?? name);
  assert.deepEqual(found("AUTH"), ["auth"]);
  assert.deepEqual(found("asking service"), ["auth"]);
  assert.deepEqual(found("nothing like it"), []);
  assert.equal(found("").length, 3);
});

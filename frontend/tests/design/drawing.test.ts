import assert from "node:assert/strict";
import { test } from "node:test";

import { common_parameters, set_parameters } from "../../src/design/bulk";
import { apply_changes } from "../../src/design/change";
import { components_of, places_of } from "../../src/design/document";
import { move_things } from "../../src/design/drawing";
import { add_place } from "../../src/design/edits";
import { catalogue, component, design, parameter, type } from "../tiny";

test("a place takes along what lies in it, once, and its own box", () => {
  const drawn = design("", {
    places: [
      { id: "eu", type: "region" },
      { id: "eu-a", type: "zone", within: "eu", position: [0, 0], size: [90, 90] },
    ],
    components: [component("a", "service", { place: "eu-a" }), component("b")],
    notes: [{ id: "n", text: "Hi" }],
  });
  const refs = [
    { of: "place", id: "eu" },
    { of: "component", id: "a" },
    { of: "note", id: "n" },
  ] as const;
  const after = apply_changes(drawn, move_things(drawn, refs, 8, -8).changes);
  assert.deepEqual(
    components_of(after).map(({ position }) => String(position)),
    ["8,-8", "0,0"],
  );
  assert.deepEqual(places_of(after)[1]?.position, [8, -8]);
  assert.deepEqual(after.notes?.[0]?.position, [8, -8]);
});

test("a new place lies in the place that all its members have", () => {
  const places = [{ id: "eu", type: "region" }];
  const components = [component("a", "service", { place: "eu" }), component("b", "service", { place: "eu" })];
  const drawn = design("", { places, components });
  assert.equal(places_of(apply_changes(drawn, add_place(drawn, "zone", "Zone 1", ["a", "b"]).changes))[1]?.within, "eu");
});

const KINDS = catalogue({
  components: [
    type("service", { parameters: [parameter(), parameter({ name: "slots", unit: "count", default: 4 })] }),
    type("store", { parameters: [parameter({ default: 2 }), parameter({ name: "slots", unit: "ms" })] }),
  ],
});
const DRAWN = design("", {
  components: [component("a"), component("b", "service", { parameters: { slots: 9 } }), component("s", "store")],
});

test("several components share what all of their types have in the same unit", () => {
  const names = (ids: readonly string[]): readonly string[] =>
    common_parameters(KINDS, DRAWN, ids).map(({ parameter: { name }, is_mixed }) => (is_mixed ? `${name}?` : name));
  assert.deepEqual(names(["a", "b"]), ["service_ms_mean", "slots?"]);
  assert.deepEqual(names(["a", "s"]), ["service_ms_mean?"]);
  assert.deepEqual(names(["a"]), ["service_ms_mean", "slots"]);
});

test("one value is set for all of them at once", () => {
  const { changes } = set_parameters(DRAWN, ["a", "b"], "slots", 5);
  const after = apply_changes(DRAWN, changes);
  assert.deepEqual(
    components_of(after).map(({ parameters }) => parameters?.["slots"]),
    [5, 5, undefined],
  );
});

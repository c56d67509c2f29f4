import assert from "node:assert/strict";
import { test } from "node:test";

import { connect } from "../../src/design/edits";
import { call_path, connection_refusal, refusals_from } from "../../src/design/rules";
import { catalogue, component, connection, design } from "../tiny";

const refusal = (wiring: string, from: string, to: string): string | null =>
  connection_refusal(catalogue(), design(wiring), from, to);

test("two services that do not call each other yet may be connected", () => {
  assert.equal(refusal("a>b c>d", "b", "c"), null);
});

test("a component cannot call itself", () => {
  assert.match(refusal("a>b", "a", "a") ?? "", /cannot call itself/);
});

test("the same call is not drawn twice", () => {
  assert.match(refusal("a>b", "a", "b") ?? "", /a calls b already/);
});

test("a circle of calls is refused and named step by step", () => {
  assert.match(refusal("a>b b>c c>d", "d", "b") ?? "", /d → b → c → d/);
});

test("two ways to the same component are no circle", () => {
  assert.equal(refusal("a>b a>c b>d", "c", "d"), null);
});

test("the catalogue says who makes calls and who takes them", () => {
  const components = [component("viewers", "source"), component("play"), component("cache", "cache")];
  const drawn = design("", { components });
  assert.match(connection_refusal(catalogue(), drawn, "play", "viewers") ?? "", /takes no calls/);
  assert.match(connection_refusal(catalogue(), drawn, "cache", "play") ?? "", /makes no calls/);
  assert.equal(connection_refusal(catalogue(), drawn, "play", "cache"), null);
});

test("a controller is drawn to what it can control, and to nothing else", () => {
  const known = catalogue();
  const monkey = { ...catalogue().components[1]!, name: "monkey", accepts_calls: false, controls: ["station"] };
  const drawn = design("", { components: [component("m", "monkey"), component("play"), component("viewers", "source")] });
  const both = { ...known, components: [...known.components, monkey] };
  assert.equal(connection_refusal(both, drawn, "m", "play"), null);
  assert.match(connection_refusal(both, drawn, "m", "viewers") ?? "", /cannot control/);
  const kinds = connect(both, drawn, "m", "play").changes.map((each) => ("after" in each ? each.after : null));
  assert.equal((kinds[0] as { kind?: string } | null)?.kind, "control");
});

test("stores are joined once, whichever way, and with nothing else", () => {
  const known = catalogue();
  const kept = { can_call: false, joins: "replicas", mechanisms: ["station", "replicas"] };
  const both = { ...known, components: [...known.components, { ...known.components[1]!, name: "kept", ...kept }] };
  const components = [component("east", "kept"), component("west", "kept"), component("play")];
  const apart = design("", { components });
  assert.equal(connection_refusal(both, apart, "east", "west"), null);
  assert.match(connection_refusal(both, apart, "east", "play") ?? "", /other stores/);
  const kinds = connect(both, apart, "east", "west").changes.map((each) => ("after" in each ? each.after : null));
  assert.equal((kinds[0] as { kind?: string } | null)?.kind, "copy");
  const joined = design("east>west", { components });
  assert.match(connection_refusal(both, joined, "west", "east") ?? "", /already/);
});

test("a type that the catalogue does not know can still be connected, so that old designs open", () => {
  const drawn = design("", { components: [component("a", "unheard_of"), component("b")] });
  assert.equal(connection_refusal(catalogue(), drawn, "a", "b"), null);
});

test("refusals are given for every component at once", () => {
  const all = refusals_from(catalogue(), design("a>b b>c"), "c");
  assert.deepEqual([...all.keys()], ["a", "b", "c"]);
  assert.ok([...all.values()].every((reason) => reason !== null));
});

test("the shortest way between two components is found", () => {
  const drawn = design("a>b b>c c>d a>d");
  assert.deepEqual(call_path(drawn, "a", "d"), ["a", "d"]);
  assert.equal(call_path(drawn, "d", "a"), null);
  assert.deepEqual(call_path({ ...drawn, connections: [connection("a", "b")] }, "a", "a"), ["a"]);
});

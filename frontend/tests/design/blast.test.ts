import assert from "node:assert/strict";
import { test } from "node:test";

import { blast_of } from "../../src/design/blast";
import { component, connection, design } from "../tiny";

const drawn = design("viewers>gateway gateway>play play>auth play>extras other>extras");

test("who calls what is broken depends on it, through others too", () => {
  const blast = blast_of(drawn, ["auth"]);
  assert.deepEqual([...blast.broken], ["auth"]);
  assert.deepEqual([...blast.reached].sort(), ["gateway", "play", "viewers"]);
});

test("a call that may fail, or has a substitute, carries nothing further", () => {
  const connections = [
    connection("viewers", "play"),
    connection("play", "extras", { optional: true }),
    connection("other", "extras", { fallback_to: "other-spare" }),
  ];
  assert.deepEqual([...blast_of({ ...drawn, connections }, ["extras"]).reached], []);
});

test("a cut line reaches its caller and not the callee", () => {
  const blast = blast_of(drawn, ["play-auth"]);
  assert.deepEqual([...blast.lines], ["play-auth"]);
  assert.deepEqual([...blast.broken], []);
  assert.ok(blast.reached.has("play"));
  assert.ok(!blast.reached.has("auth"));
});

test("a lost place breaks all that lies in it", () => {
  const places = [
    { id: "east", type: "region" },
    { id: "east-a", type: "zone", within: "east" },
  ];
  const components = [component("a", "service", { place: "east-a" }), component("b")];
  const blast = blast_of(design("", { places, components, connections: [connection("b", "a")] }), ["east"]);
  assert.deepEqual([[...blast.broken], [...blast.reached]], [["a"], ["b"]]);
});

test("a circle of calls ends", () => {
  assert.equal(blast_of(design("a>b b>a"), ["a"]).reached.size, 1);
});

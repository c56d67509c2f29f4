import assert from "node:assert/strict";
import { test } from "node:test";

import { apply_changes } from "../../src/design/change";
import { components_of, connections_of, places_of, type DesignDocument, type Ref } from "../../src/design/document";
import { fragment_of, fragment_text, insert, read_fragment } from "../../src/design/fragment";
import { component, connection, design } from "../tiny";

const refs = (...ids: readonly string[]): readonly Ref[] => ids.map((id) => ({ of: "component", id }));

function pasted(document: DesignDocument, fragment: DesignDocument | null): DesignDocument {
  assert.ok(fragment);
  return apply_changes(document, insert(document, fragment, [32, 32], "Paste").changes);
}

test("a copy takes the connections inside of the choice along, and no others", () => {
  const fragment = fragment_of(design("a>b b>c c>d"), refs("b", "c"));
  assert.deepEqual(
    connections_of(fragment!).map(({ id }) => id),
    ["b-c"],
  );
});

test("what is pasted has names of its own and stands beside where it came from", () => {
  const drawn = design("a>b");
  const after = pasted(drawn, fragment_of(drawn, refs("a", "b")));
  assert.deepEqual(
    components_of(after).map(({ id, label, position }) => [id, label, String(position)]),
    [
      ["a", "a", "0,0"],
      ["b", "b", "0,0"],
      ["a_2", "a 2", "32,32"],
      ["b_2", "b 2", "32,32"],
    ],
  );
  const [, inner] = connections_of(after);
  assert.deepEqual([inner?.id, inner?.from, inner?.to], ["a_2-b_2", "a_2", "b_2"]);
});

test("a copy of a copy counts on", () => {
  const drawn = design("a>b");
  const twice = pasted(pasted(drawn, fragment_of(drawn, refs("a"))), fragment_of(drawn, refs("a")));
  assert.deepEqual(
    components_of(twice).map(({ label }) => label),
    ["a", "b", "a 2", "a 3"],
  );
  const third = pasted(twice, fragment_of(twice, refs("a_3")));
  assert.equal(components_of(third).at(-1)?.id, "a_4");
});

test("misses and substitutes are those of the copy; what stays behind is forgotten", () => {
  const drawn = design("a>k a>s a>t", {
    connections: [
      connection("a", "k"),
      connection("a", "s", { on_miss: "k", fallback_to: "a-t" }),
      connection("a", "t"),
    ],
  });
  const whole = connections_of(pasted(drawn, fragment_of(drawn, refs("a", "k", "s", "t"))));
  assert.deepEqual([whole[4]?.["on_miss"], whole[4]?.["fallback_to"]], ["k_2", "a_2-t_2"]);
  const part = connections_of(pasted(drawn, fragment_of(drawn, refs("a", "s"))));
  assert.deepEqual([part[3]?.["on_miss"], part[3]?.["fallback_to"]], [undefined, undefined]);
});

test("a source brings its traffic", () => {
  const traffic = [{ source: "a", shape: "constant", parameters: { rate_per_s: 7 } }];
  const drawn = design("a>b", { workload: { duration: 60, traffic } });
  const after = pasted(drawn, fragment_of(drawn, refs("a")));
  assert.deepEqual(after.workload?.traffic?.[1], { source: "a_2", shape: "constant", parameters: { rate_per_s: 7 } });
  assert.equal(after.workload?.duration, 60);
});

test("a chosen place comes with what lies in it; a place that stays behind is kept only where it is known", () => {
  const drawn = design("", {
    places: [
      { id: "eu", type: "region" },
      { id: "eu-a", type: "zone", within: "eu" },
    ],
    components: [component("a", "service", { place: "eu-a" }), component("b")],
  });
  const whole = pasted(drawn, fragment_of(drawn, [{ of: "place", id: "eu" }]));
  assert.deepEqual(
    places_of(whole).map(({ id, within }) => [id, within]),
    [
      ["eu", undefined],
      ["eu-a", "eu"],
      ["eu_2", null],
      ["eu_a", "eu_2"],
    ],
  );
  assert.equal(components_of(whole).at(-1)?.place, "eu_a");
  assert.equal(components_of(pasted(drawn, fragment_of(drawn, refs("a")))).at(-1)?.place, "eu-a");
  assert.equal(components_of(pasted(design("x>y"), fragment_of(drawn, refs("a")))).at(-1)?.place, undefined);
});

test("the text of a copy reads as the same part again, on any page", () => {
  const fragment = fragment_of(design("a>b b>c"), refs("a", "b"));
  assert.deepEqual(read_fragment(fragment_text(fragment!)), JSON.parse(JSON.stringify(fragment)));
});

test("other texts are no part of a design", () => {
  const texts = [
    "",
    "hello",
    "{",
    "[]",
    '{"format": 1, "name": "x"}',
    '{"format": 2, "name": "x", "components": []}',
    '{"format": 1, "name": "x", "components": [{"id": 3, "type": "service"}]}',
    '{"format": 1, "name": "x", "components": [{"id": "a", "type": "service", "position": ["1", 2]}]}',
    '{"format": 1, "name": "x", "components": [{"id": "a", "type": "s", "parameters": {"p": {"q": 1}}}]}',
    '{"format": 1, "name": "x", "components": [{"id": "a", "type": "s"}, {"id": "a", "type": "s"}]}',
    '{"format": 1, "name": "x", "components": [{"id": "a", "type": "s"}], "connections": [{"from": "a"}]}',
  ];
  assert.deepEqual(
    texts.filter((text) => read_fragment(text) !== null),
    [],
  );
});

test("nothing chosen is nothing copied", () => {
  assert.equal(fragment_of(design("a>b"), [{ of: "connection", id: "a-b" }]), null);
});

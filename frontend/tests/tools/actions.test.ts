import assert from "node:assert/strict";
import { test } from "node:test";

import { GROUPS } from "../../src/tools/action";
import { ACTIONS, action_of, actions_on, key_of, shown_keys } from "../../src/tools/actions";

const press = (key: string, held = ""): Parameters<typeof key_of>[0] => ({
  key,
  ctrlKey: held.includes("c"),
  metaKey: held.includes("m"),
  altKey: held.includes("a"),
  shiftKey: held.includes("s"),
});

test("no two actions have a name or a key in common", () => {
  const names = ACTIONS.map(({ name }) => name);
  const keys = ACTIONS.flatMap((action) => action.keys ?? []);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    [],
  );
});

test("every action belongs to a group and can be reached without its key, or has one", () => {
  const strays = ACTIONS.filter(
    (action) => !GROUPS.includes(action.group) || (action.is_key_only === true && (action.keys ?? []).length === 0),
  );
  assert.deepEqual(strays, []);
});

test("a press finds its action, with Ctrl as with Command, on any layout of signs", () => {
  assert.equal(action_of(key_of(press("z", "c")))?.name, "undo");
  assert.equal(action_of(key_of(press("Z", "ms")))?.name, "redo");
  assert.equal(action_of(key_of(press("?", "s")))?.name, "help");
  assert.equal(action_of(key_of(press("?")))?.name, "help");
  assert.equal(action_of(key_of(press("+", "s")))?.name, "zoom_in");
  assert.equal(action_of(key_of(press("ArrowLeft", "as")))?.name, "walk_also");
  assert.equal(action_of(key_of(press(" ", "s")))?.name, "choose_also");
  assert.equal(action_of(key_of(press("F10", "s")))?.name, "menu");
  assert.equal(action_of(key_of(press("d")))?.name, undefined);
});

test("keys are shown as people know them", () => {
  assert.equal(shown_keys(action_of("Ctrl+Shift+ArrowLeft")!), "Ctrl+Shift+←");
  assert.equal(shown_keys(action_of("ArrowLeft")!), "Arrows");
});

test("every menu offers something, and deleting is offered on everything that can be deleted", () => {
  for (const target of ["component", "connection", "place", "several", "paper"] as const) {
    const names = actions_on(target).map(({ name }) => name);
    assert.ok(names.length > 0, target);
    assert.equal(names.includes("delete"), target !== "paper", target);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { align, distribute, snap } from "../../src/design/arrange";
import { apply_changes, type Transaction } from "../../src/design/change";
import { changes_between, is_same } from "../../src/design/difference";
import {
  components_of,
  connections_of,
  normalised,
  notes_of,
  places_of,
  type DesignDocument,
  type Ref,
} from "../../src/design/document";
import { add_note, box_place, collapse, move_things, rewrite_note } from "../../src/design/drawing";
import { set_parameters } from "../../src/design/bulk";
import {
  add_component,
  add_place,
  change_place,
  change_traffic,
  change_workload,
  connect,
  move,
  put_into_place,
  rename_component,
  rename_design,
  set_parameter,
  set_policy,
} from "../../src/design/edits";
import { fragment_of, fragment_text, insert, read_fragment } from "../../src/design/fragment";
import { remove } from "../../src/design/removal";
import { connection_refusal } from "../../src/design/rules";
import { DesignStore } from "../../src/design/store";
import { as_document, is_misshape } from "../../src/design/shape";
import { text_form } from "../../src/design/text";
import { catalogue, design } from "../tiny";

const SEQUENCES = Number(process.env["BACKLOT_SEQUENCES"] ?? 5_000);
const EDITS_MOST = 12;
/** Writing and reading YAML takes milliseconds: all of them are for `BACKLOT_TEXT_EVERY=1`. */
const TEXT_EVERY = Number(process.env["BACKLOT_TEXT_EVERY"] ?? 20);
const CATALOGUE = catalogue();

/** How many of ten edits are written as text, so that several follow one another and are undone as one. */
const WRITTEN_OF_TEN = 3;

/** Numbers from 0 to 1 that follow from a seed (mulberry32, public domain). */
class Chance {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  one<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  some<T>(list: readonly T[]): readonly T[] {
    return list.filter(() => this.next() < 0.4);
  }
}

const NOTHING: Transaction = { label: "", changes: [] };

/** What a person may do to a design; each gives the transaction that the surface would commit. */
const EDITS: readonly ((document: DesignDocument, chance: Chance) => Transaction)[] = [
  (document, chance) => {
    const type = chance.one(CATALOGUE.components)?.name ?? "";
    return add_component(CATALOGUE, document, type, [chance.below(900), chance.below(600)]);
  },
  (document, chance) => {
    const [from, to] = [chance.one(ids_of(document)), chance.one(ids_of(document))];
    if (from === undefined || to === undefined) return NOTHING;
    const is_refused = connection_refusal(CATALOGUE, document, from, to) !== null;
    return is_refused ? NOTHING : connect(CATALOGUE, document, from, to);
  },
  (document, chance) => move(document, chance.some(ids_of(document)), chance.below(99) - 50, 8, "nudge"),
  (document, chance) => remove(document, chance.some(refs_of(document)).slice(0, 4)),
  (document, chance) => rename_component(document, chance.one(ids_of(document)) ?? "", `Name ${chance.below(5)}`),
  (document, chance) => set_parameter(document, chance.one(ids_of(document)) ?? "", "slots", chance.below(9)),
  (document, chance) => set_parameter(document, chance.one(ids_of(document)) ?? "", "slots", undefined),
  (document, chance) => {
    const id = chance.one(connections_of(document))?.id ?? "";
    const [path, value] = chance.one([["timeout", 0.2], ["retry.attempts", 2], ["on_miss", "cache"]] as const)!;
    return set_policy(document, id, path, chance.next() < 0.3 ? undefined : value);
  },
  (document, chance) => add_place(document, "zone", `Zone ${chance.below(3)}`, chance.some(ids_of(document))),
  (document, chance) => change_place(document, chance.one(places_of(document))?.id ?? "", { label: "Moved" }),
  (document, chance) =>
    put_into_place(document, chance.one(ids_of(document)) ?? "", chance.one(places_of(document))?.id ?? null),
  (document, chance) => align(document, chance.some(ids_of(document)), chance.one(["left", "middle", "bottom"])!),
  (document, chance) => distribute(document, chance.some(ids_of(document)), chance.one(["across", "down"])!),
  (document, chance) => snap(document, chance.some(ids_of(document)), 24),
  (document, chance) => {
    const fragment = fragment_of(document, chance.some(refs_of(document)).slice(0, 5));
    const read = fragment === null ? null : read_fragment(fragment_text(fragment));
    return read === null ? NOTHING : insert(document, read, [32, 32], "Paste");
  },
  (document, chance) => add_note(document, [chance.below(900), 8], `Note ${chance.below(9)}`),
  (document, chance) => rewrite_note(document, chance.one(notes_of(document))?.id ?? "", "Written\nagain"),
  (document, chance) => move_things(document, chance.some(refs_of(document)), 8, chance.below(99) - 50, "nudge"),
  (document, chance) => {
    const box = { position: [chance.below(99), 0], size: [chance.below(400) + 9, 90] } as const;
    return box_place(document, chance.one(places_of(document))?.id ?? "", chance.next() < 0.3 ? null : box);
  },
  (document, chance) => collapse(document, chance.some(places_of(document)).map(({ id }) => id), chance.next() < 0.5),
  (document, chance) => set_parameters(document, chance.some(ids_of(document)), "slots", chance.below(9)),
  (document, chance) => rename_design(document, `Design ${chance.below(9)}`),
  (document, chance) => change_workload(document, { duration: chance.below(500) + 1 }),
  (document, chance) => {
    const source = components_of(document).find(({ type }) => type === "source")?.id;
    if (source === undefined) return NOTHING;
    return change_traffic(document, { source, shape: "constant", parameters: { rate_per_s: chance.below(99) } });
  },
];

function ids_of(document: DesignDocument): readonly string[] {
  return components_of(document).map(({ id }) => id);
}

function refs_of(document: DesignDocument): readonly Ref[] {
  return [
    ...components_of(document).map(({ id }): Ref => ({ of: "component", id })),
    ...connections_of(document).map(({ id }): Ref => ({ of: "connection", id })),
    ...places_of(document).map(({ id }): Ref => ({ of: "place", id })),
    ...notes_of(document).map(({ id }): Ref => ({ of: "note", id })),
  ];
}

/** A random sequence of edits, some of them undone and done again on the way. */
function edited(seed: number): { readonly store: DesignStore; readonly start: DesignDocument } {
  const chance = new Chance(seed);
  const start = design("source>api api>cache api>store", { places: [{ id: "eu", type: "region" }] });
  const store = new DesignStore(start);
  for (let left = 1 + chance.below(EDITS_MOST); left > 0; left -= 1) {
    const dice = chance.next();
    if (dice < 0.1) store.undo();
    else if (dice < 0.15) store.redo();
    else if (dice < 0.25) store.select(chance.some(refs_of(store.document)));
    else {
      const edit = chance.one(EDITS)!(store.document, chance);
      store.commit(chance.below(10) < WRITTEN_OF_TEN ? as_text(store.document, edit) : edit);
    }
  }
  return { store, start };
}

/** The same edit as the text view makes it: what lies between the documents, merged with what is typed next. */
function as_text(document: DesignDocument, edit: Transaction): Transaction {
  const written = apply_changes(document, edit.changes);
  return { label: "Edit the text", changes: changes_between(document, written), merge: "text", selection: [] };
}

/** What a page shows after it was loaded again. */
function saved(document: DesignDocument): DesignDocument {
  return normalised(JSON.parse(JSON.stringify(document)) as DesignDocument);
}

/** Whether every name in the document means something in it. */
function is_whole(document: DesignDocument): boolean {
  const [things, calls] = [new Set(ids_of(document)), new Set(connections_of(document).map(({ id }) => id))];
  const places = new Set(places_of(document).map(({ id }) => id));
  return (
    connections_of(document).every(
      ({ from, to, fallback_to }) =>
        things.has(from) && things.has(to) && (!fallback_to || calls.has(String(fallback_to))),
    ) &&
    components_of(document).every(({ place }) => !place || places.has(place)) &&
    (document.workload?.traffic ?? []).every(({ source }) => things.has(source))
  );
}

test(`undo, redo and saving lose nothing in ${SEQUENCES} random sequences of edits`, () => {
  const differences: string[] = [];
  const expect = (holds: boolean, seed: number, what: string): void => {
    if (!holds) differences.push(`${what} with seed ${seed}`);
  };
  for (let seed = 1; seed <= SEQUENCES; seed += 1) {
    const { store, start } = edited(seed);
    const end = store.document;
    expect(is_whole(end), seed, "a name without its thing");
    expect(!is_misshape(as_document(JSON.parse(JSON.stringify(end)))), seed, "a document that cannot be read");
    expect(is_same(saved(end), end), seed, "saved is not shown");
    expect(is_same(end, apply(start, end)), seed, "the difference does not lead to the end");
    while (store.now.future.length > 0) store.redo();
    const last = store.document;
    while (store.now.past.length > 0) store.undo();
    expect(is_same(store.document, start), seed, "undo all is not the start");
    while (store.now.future.length > 0) store.redo();
    expect(is_same(store.document, last), seed, "redo all is not the end");
  }
  assert.deepEqual(differences, []);
});

function apply(start: DesignDocument, end: DesignDocument): DesignDocument {
  const store = new DesignStore(start);
  store.commit({ label: "Other", changes: changes_between(start, end) });
  return store.document;
}

test("every so many sequences, the text of what is drawn is read as what is drawn", async () => {
  const form = await text_form();
  const differences: number[] = [];
  for (let seed = 1; seed <= SEQUENCES; seed += TEXT_EVERY) {
    const { document } = edited(seed).store;
    if (!is_same(form.read(form.write(document)).document, document)) differences.push(seed);
  }
  assert.deepEqual(differences, []);
});

test("the sequences meet every kind of edit", () => {
  const chance = new Chance(5);
  const met = new Set<number>();
  for (let seed = 1; seed <= 300; seed += 1) {
    const { store } = edited(seed);
    EDITS.forEach((edit, index) => edit(store.document, chance).changes.length > 0 && met.add(index));
  }
  assert.equal(met.size, EDITS.length);
});

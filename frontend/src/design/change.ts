/** Changes of a design: each carries what was before and what comes after, so that its opposite is itself reversed. */

import type { Component, Connection, DesignDocument, Note, Place, Ref } from "./document";

interface Entities {
  readonly components: Component;
  readonly connections: Connection;
  readonly places: Place;
  readonly notes: Note;
}

/** A list of the document whose entries have ids. */
export type Collection = keyof Entities;

/** An entry comes (before null), changes, or goes (after null). `index` is where it stands in its list. */
export type EntryChange = {
  readonly [C in Collection]: {
    readonly collection: C;
    readonly id: string;
    readonly index: number;
    readonly before: Entities[C] | null;
    readonly after: Entities[C] | null;
  };
}[Collection];

/** A field of the document itself changes. */
export interface FieldChange {
  readonly field: "name" | "description" | "workload" | "schedule" | "objectives";
  readonly before: unknown;
  readonly after: unknown;
}

export type Change = EntryChange | FieldChange;

/** What a person did in one go. Transactions with the same `merge` that follow each other are undone together. */
export interface Transaction {
  readonly label: string;
  readonly changes: readonly Change[];
  readonly selection?: readonly Ref[];
  readonly merge?: string;
}

/** The document after a change; the rest of it is shared with the old one. */
export function apply_change(document: DesignDocument, change: Change): DesignDocument {
  if ("field" in change) return { ...document, [change.field]: change.after };
  const entries: readonly { readonly id: string }[] = document[change.collection] ?? [];
  return { ...document, [change.collection]: changed_entries(entries, change) };
}

function changed_entries(
  entries: readonly { readonly id: string }[],
  change: EntryChange,
): readonly { readonly id: string }[] {
  const { before, after } = change;
  if (before === null && after !== null) {
    if (entries.some((entry) => entry.id === change.id))
      throw new Error(`${change.collection} has ${change.id} already`);
    return entries.toSpliced(change.index, 0, after);
  }
  const index = entries.findIndex((entry) => entry.id === change.id);
  if (index < 0) throw new Error(`${change.collection} has no ${change.id}`);
  return after === null ? entries.toSpliced(index, 1) : entries.with(index, after);
}

/** The document after all changes of a transaction. */
export function apply_changes(document: DesignDocument, changes: readonly Change[]): DesignDocument {
  return changes.reduce(apply_change, document);
}

/** The changes that take a transaction back, in the order to apply them. */
export function inverted(changes: readonly Change[]): readonly Change[] {
  return changes.toReversed().map((change) => ({ ...change, before: change.after, after: change.before }) as Change);
}

/**
 * The same changes with runs of changes to one thing drawn together: a hundred small moves become one. What goes is
 * told by itself, since its place in the list depends on what came before.
 */
export function compacted(changes: readonly Change[]): readonly Change[] {
  const kept: Change[] = [];
  const latest = new Map<string, number>();
  for (const change of changes) {
    const key = "field" in change ? change.field : `${change.collection}/${change.id}`;
    const position = latest.get(key);
    const earlier = position === undefined ? undefined : kept[position];
    const has_gone = !("field" in change) && (change.after === null || earlier?.after === null);
    if (earlier === undefined || position === undefined || earlier.after !== change.before || has_gone) {
      latest.set(key, kept.push(change) - 1);
    } else {
      kept[position] = { ...earlier, after: change.after } as Change;
    }
  }
  return kept;
}

/** Changes of a design that the engine proposes as data, made into one step that can be taken back. Pure. */

import type { Transaction } from "./change";
import { changes_between } from "./difference";
import type { DesignDocument } from "./document";
import { t } from "../words/words";

type Collection = "components" | "connections";
type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

/** A field gets another value, or an entry comes; as `engine/advice/edits.py` writes them. */
export type FixEdit =
  | {
      readonly op: "set";
      readonly collection: Collection;
      readonly id: string;
      readonly path: readonly string[];
      readonly before: unknown;
      readonly after: unknown;
    }
  | { readonly op: "add"; readonly collection: Collection; readonly entry: Entry };

export interface Fix {
  readonly label: string;
  readonly edits: readonly FixEdit[];
}

/** The step that applies a fix; the reason when the design has gone another way since it was proposed. */
export function fix_transaction(document: DesignDocument, fix: Fix): Transaction | { readonly reason: string } {
  let after = document;
  for (const edit of fix.edits) {
    const entries = (after[edit.collection] ?? []) as readonly Entry[];
    const changed = edit.op === "add" ? added(entries, edit.entry) : set(entries, edit.id, edit.path, edit.after);
    if (changed === null) return { reason: t("The design has changed since: what this was meant for is not there.") };
    after = { ...after, [edit.collection]: changed };
  }
  const changes = changes_between(document, after);
  if (changes.length === 0) return { reason: t("The design is like this already.") };
  const first = fix.edits[0];
  const chosen = first === undefined ? [] : [{ of: singular(first.collection), id: id_of(first) }];
  return { label: fix.label, changes, selection: chosen };
}

function singular(collection: Collection): "component" | "connection" {
  return collection === "components" ? "component" : "connection";
}

function id_of(edit: FixEdit): string {
  return edit.op === "add" ? edit.entry.id : edit.id;
}

function added(entries: readonly Entry[], entry: Entry): readonly Entry[] | null {
  return entries.some(({ id }) => id === entry.id) ? null : [...entries, entry];
}

function set(
  entries: readonly Entry[],
  id: string,
  path: readonly string[],
  value: unknown,
): readonly Entry[] | null {
  const index = entries.findIndex((entry) => entry.id === id);
  const entry = entries[index];
  return entry === undefined ? null : entries.with(index, with_value(entry, path, value) as Entry);
}

function with_value(holder: unknown, [name = "", ...rest]: readonly string[], value: unknown): unknown {
  const fields = typeof holder === "object" && holder !== null ? (holder as Record<string, unknown>) : {};
  return { ...fields, [name]: rest.length === 0 ? value : with_value(fields[name], rest, value) };
}

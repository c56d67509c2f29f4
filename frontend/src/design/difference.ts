/** What lies between two documents, as changes that make the one into the other. */

import { apply_changes, type Change, type Collection, type FieldChange } from "./change";
import type { DesignDocument } from "./document";

const COLLECTIONS: readonly Collection[] = ["places", "components", "connections", "notes"];
const FIELDS: readonly FieldChange["field"][] = ["name", "description", "workload", "schedule", "objectives"];

type Entry = { readonly id: string };

/** The changes that make `before` into `after`; none when they say the same. */
export function changes_between(before: DesignDocument, after: DesignDocument): readonly Change[] {
  const fields = FIELDS.filter((field) => !is_same(before[field], after[field])).map(
    (field): Change => ({ field, before: before[field], after: after[field] }),
  );
  // Connections go first and come last, so that none ever hangs in the air.
  const gone = COLLECTIONS.toReversed().flatMap((name) => removals(name, before, after));
  const rest = apply_changes(before, gone);
  return [...gone, ...fields, ...COLLECTIONS.flatMap((name) => others(name, rest, after))];
}

function entries(document: DesignDocument, name: Collection): readonly Entry[] {
  return document[name] ?? [];
}

/** What is not in `after`, and what stands in another order there: it comes again where it belongs. */
function removals(name: Collection, before: DesignDocument, after: DesignDocument): Change[] {
  const order = new Map(entries(after, name).map(({ id }, index) => [id, index]));
  const listed = entries(before, name);
  let reached = -1;
  const going = listed.flatMap((entry, index) => {
    const place = order.get(entry.id);
    if (place !== undefined && place > reached) {
      reached = place;
      return [];
    }
    return [{ collection: name, id: entry.id, index, before: entry, after: null } as unknown as Change];
  });
  return going.toReversed();
}

function others(name: Collection, rest: DesignDocument, after: DesignDocument): Change[] {
  const known = new Map(entries(rest, name).map((entry) => [entry.id, entry]));
  return entries(after, name).flatMap((entry, index) => {
    const old = known.get(entry.id) ?? null;
    if (old !== null && is_same(old, entry)) return [];
    return [{ collection: name, id: entry.id, index, before: old, after: entry } as unknown as Change];
  });
}

/** Whether two values say the same; the order of fields says nothing, nor do empty lists and unset fields. */
export function is_same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const [one, other] = [said(a), said(b)];
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => is_same(left[key], right[key]));
}

function said(value: unknown): unknown {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? null : value;
}

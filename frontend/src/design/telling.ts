/** What lies between two documents, in words and by thing. */

import { type_label, words_of, type Catalogue } from "./catalogue";
import type { EntryChange } from "./change";
import { changes_between, is_same } from "./difference";
import {
  connection_label,
  label_of,
  type Component,
  type Connection,
  type DesignDocument,
  type Note,
  type Place,
} from "./document";
import { t, tn } from "../words/words";

export type How = "came" | "went" | "changed";

export const HOW_WORDS: Readonly<Record<How, string>> = { came: t("came"), went: t("went"), changed: t("changed") };

/** One thing that is not what it was. */
export interface Difference {
  readonly how: How;
  readonly of: EntryChange["collection"] | "design";
  readonly id: string;
  readonly name: string;
  /** Such as "slots 4 → 7"; empty for what came or went. */
  readonly details: readonly string[];
}

/** What is pictured only; a thing that was merely moved says so once. */
const DRAWN = new Set(["position", "size"]);

/** What came, went and changed from one document to another. */
export function differences(
  catalogue: Catalogue,
  before: DesignDocument,
  after: DesignDocument,
): readonly Difference[] {
  const told = new Map<string, Difference>();
  for (const change of changes_between(before, after)) {
    if ("field" in change) {
      const name = words_of(change.field);
      const details = detail_words(as_object(change.before, change.field), as_object(change.after, change.field));
      told.set(change.field, { how: "changed", of: "design", id: change.field, name, details });
      continue;
    }
    const key = `${change.collection}/${change.id}`;
    // What only changed its place in the list goes and comes again.
    const old = entry(before, change);
    const now = entry(after, change);
    if (told.has(key) || is_same(old, now)) continue;
    const how: How = old === null ? "came" : now === null ? "went" : "changed";
    const named = change.collection === "connections" ? (now === null ? before : after) : null;
    const name = name_of(catalogue, change.collection, (now ?? old) as Named, named);
    const details = how === "changed" ? detail_words(as_object(old), as_object(now)) : [];
    told.set(key, { how, of: change.collection, id: change.id, name, details });
  }
  return [...told.values()];
}

type Named = Component | Connection | Place | Note;

function entry(document: DesignDocument, { collection, id }: EntryChange): object | null {
  const entries: readonly { readonly id: string }[] = document[collection] ?? [];
  return entries.find((each) => each.id === id) ?? null;
}

function name_of(
  catalogue: Catalogue,
  collection: EntryChange["collection"],
  thing: Named,
  design: DesignDocument | null,
): string {
  if (collection === "connections" && design !== null) return connection_label(design, thing as Connection);
  if (collection === "notes") return t("Note “{text}”", { text: (thing as Note).text.slice(0, 40) });
  const label = label_of(thing as Component | Place);
  return collection === "components" ? `${label} (${type_label(catalogue, (thing as Component).type)})` : label;
}

function as_object(value: unknown, name = ""): Readonly<Record<string, unknown>> {
  const is_object = typeof value === "object" && value !== null && !Array.isArray(value);
  return is_object ? (value as Record<string, unknown>) : { [name]: value };
}

/** Field by field; fields within fields are written with a dot. */
function detail_words(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path = "",
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [old, now] = [before[name] ?? null, after[name] ?? null];
    if (is_same(old, now)) return [];
    if (DRAWN.has(name)) return [name === "position" ? t("moved") : t("resized")];
    if (is_mapping(old) || is_mapping(now)) {
      const inner = name === "parameters" ? "" : `${name}.`;
      return detail_words(is_mapping(old) ? old : {}, is_mapping(now) ? now : {}, path + inner);
    }
    return [`${`${path}${name}`.replaceAll("_", " ").trim()} ${shown(old)} → ${shown(now)}`.trim()];
  });
}

function is_mapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === null) return t("not set");
  if (Array.isArray(value)) return tn("{count} entry", "{count} entries", value.length);
  return String(value).slice(0, 60);
}

/** "2 came, 1 changed": nothing of what did not happen. */
export function summary(found: readonly Difference[]): string {
  const count = (how: How): number => found.filter((each) => each.how === how).length;
  const parts = (["came", "went", "changed"] as const).flatMap((how) =>
    count(how) > 0 ? `${count(how)} ${HOW_WORDS[how]}` : [],
  );
  return parts.length === 0 ? t("nothing is different") : parts.join(", ");
}

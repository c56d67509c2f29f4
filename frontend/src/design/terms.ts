/** What a lesson lets a person change of its design, and in what words it says no. */

import type { Change, Transaction } from "./change";
import { find_component, label_of, type DesignDocument, type Ref } from "./document";
import { t } from "../words/words";

/** As the server writes it into the page. */
export interface Limits {
  /** Components and connections that must stay, with the settings that may be changed nevertheless (`*`: all). */
  readonly kept: Readonly<Record<string, readonly string[]>>;
  /** Components that are there and not drawn. */
  readonly hidden: readonly string[];
  /** Types that may be added; null for every type. */
  readonly offered: readonly string[] | null;
}

/** What of a thing is only its picture. */
const DRAWN: ReadonlySet<string> = new Set(["label", "position", "id"]);

/** Why a transaction is not allowed on a document, or null. */
export function refusal(limits: Limits, document: DesignDocument, transaction: Transaction): string | null {
  for (const change of transaction.changes) {
    const reason = refused(limits, document, change);
    if (reason !== null) return reason;
  }
  return null;
}

/** Whether nothing of it may be set. */
export function is_locked(limits: Limits, ref: Ref): boolean {
  return limits.kept[ref.id]?.length === 0;
}

export function is_offered(limits: Limits, type: string): boolean {
  return limits.offered === null || limits.offered.includes(type);
}

function refused(limits: Limits, document: DesignDocument, change: Change): string | null {
  if ("field" in change)
    return change.field === "workload" && !is_only_less(change.before, change.after)
      ? t("The traffic is given: it stays as it is here.")
      : null;
  if (change.collection === "places" || change.collection === "notes") return null;
  const { before, after, id } = change;
  if (before === null) {
    const type = change.collection === "components" ? (change.after?.type ?? "") : null;
    return type === null || is_offered(limits, type) ? null : t("This part is not available here.");
  }
  const open = limits.kept[id];
  if (open === undefined) return null;
  const component = find_component(document, id);
  const name = component === undefined ? t("This connection") : label_of(component);
  if (after === null) return t("{name} is given: it must stay.", { name });
  const others = changed(before, after).filter((field) => !is_open(field, open));
  return others.length === 0 ? null : t("{name} is given: {fields} must stay as it is.", {
    name,
    fields: words(others),
  });
}

/** The settings in which two states of a thing differ, by the names that limits speak of. */
function changed(before: object, after: object): readonly string[] {
  const [old, now] = [flat(before), flat(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.filter((name) => !DRAWN.has(name) && old.get(name) !== now.get(name));
}

function flat(thing: object, path = ""): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(thing)) {
    if (DRAWN.has(name)) continue;
    const is_inner = typeof value === "object" && value !== null && !Array.isArray(value);
    const inner = name === "parameters" ? path : `${path}${name}.`;
    if (!is_inner) found.set(path + name, JSON.stringify(value ?? null));
    else for (const entry of flat(value as object, inner)) found.set(...entry);
  }
  return found;
}

function is_open(field: string, open: readonly string[]): boolean {
  const parts = field.split(".");
  return open.some((each) => each === "*" || each === field || each === parts[0] || each === parts.at(-1));
}

function words(fields: readonly string[]): string {
  return fields.map((field) => (field.split(".").at(-1) ?? field).replaceAll("_", " ")).join(", ");
}

/** Traffic of a source goes with the source when that is taken away. */
function is_only_less(before: unknown, after: unknown): boolean {
  const entries = (workload: unknown): readonly string[] =>
    ((workload as { traffic?: readonly unknown[] } | undefined)?.traffic ?? []).map((each) => JSON.stringify(each));
  const [old, now] = [entries(before), entries(after)];
  return now.length < old.length && now.every((each) => old.includes(each));
}

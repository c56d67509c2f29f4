/** Whether a value that came from outside has the shape of a document; what it means is for the server to say. */

import type { DesignDocument } from "./document";
import { t } from "../words/words";

/** What is wrong, at a path such as `components[3].id`. */
export interface Misshape {
  readonly path: string;
  readonly message: string;
}

type Thing = Readonly<Record<string, unknown>>;

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const LONGEST_NAME = 140;
const ENTRIES_MOST = 20_000;

/** The document that a value is, or the first thing that keeps it from being one. */
export function as_document(value: unknown): DesignDocument | Misshape {
  if (!is_thing(value)) return { path: "", message: t("A design begins with format: 1 and a name.") };
  if (value["format"] !== 1) return { path: "format", message: t("Write format: 1; no other is known here.") };
  if (typeof value["name"] !== "string") return { path: "name", message: t("Give the design a name.") };
  return first_misshape(value) ?? (value as unknown as DesignDocument);
}

export function is_misshape(read: DesignDocument | Misshape): read is Misshape {
  return "path" in read && "message" in read && !("format" in read);
}

function first_misshape(value: Thing): Misshape | null {
  const workload = value["workload"] ?? {};
  if (!is_thing(workload)) return { path: "workload", message: t("Write the workload as fields with values.") };
  return (
    entries_misshape(value["places"], "places", place_misshape) ??
    entries_misshape(value["components"], "components", component_misshape) ??
    entries_misshape(value["connections"], "connections", connection_misshape) ??
    entries_misshape(workload["traffic"], "workload.traffic", traffic_misshape) ??
    entries_misshape(value["notes"], "notes", note_misshape) ??
    entries_misshape(value["schedule"], "schedule", () => null) ??
    entries_misshape(value["objectives"], "objectives", () => null) ??
    doubled_id(value)
  );
}

function entries_misshape(
  entries: unknown,
  path: string,
  check: (entry: Thing, path: string) => Misshape | null,
): Misshape | null {
  if (entries === undefined || entries === null) return null;
  if (!Array.isArray(entries)) return { path, message: t("Write {path} as a list.", { path }) };
  if (entries.length > ENTRIES_MOST)
    return { path, message: t("That is too much: {path} has {length} entries.", { path, length: entries.length }) };
  for (const [index, entry] of entries.entries()) {
    const here = `${path}[${index}]`;
    if (!is_thing(entry)) return { path: here, message: t("Write it as fields with values.") };
    const wrong = check(entry, here);
    if (wrong !== null) return wrong;
  }
  return null;
}

function place_misshape(entry: Thing, path: string): Misshape | null {
  return (
    named(entry, "id", path) ??
    text(entry, "type", path) ??
    label(entry, path) ??
    optional_name(entry, "within", path) ??
    pair(entry, "position", path) ??
    pair(entry, "size", path)
  );
}

function note_misshape(entry: Thing, path: string): Misshape | null {
  return named(entry, "id", path) ?? text(entry, "text", path) ?? pair(entry, "position", path);
}

function component_misshape(entry: Thing, path: string): Misshape | null {
  return (
    named(entry, "id", path) ??
    text(entry, "type", path) ??
    label(entry, path) ??
    optional_name(entry, "place", path) ??
    pair(entry, "position", path) ??
    settings(entry["parameters"], `${path}.parameters`)
  );
}

function connection_misshape(entry: Thing, path: string): Misshape | null {
  return named(entry, "from", path) ?? named(entry, "to", path) ?? optional_name(entry, "id", path);
}

function traffic_misshape(entry: Thing, path: string): Misshape | null {
  const wrong = named(entry, "source", path) ?? text(entry, "shape", path);
  return wrong ?? settings(entry["parameters"], `${path}.parameters`);
}

function named(entry: Thing, field: string, path: string): Misshape | null {
  const value = entry[field];
  const is_name = typeof value === "string" && value.length <= LONGEST_NAME && NAME.test(value);
  const message = t("Give it {field}: a name of letters, digits, - and _.", { field });
  return is_name ? null : { path: `${path}.${field}`, message };
}

function optional_name(entry: Thing, field: string, path: string): Misshape | null {
  return entry[field] === undefined || entry[field] === null ? null : named(entry, field, path);
}

function text(entry: Thing, field: string, path: string): Misshape | null {
  return typeof entry[field] === "string" ? null : { path: `${path}.${field}`, message: t("Say its {field}.", {
    field,
  }) };
}

function label(entry: Thing, path: string): Misshape | null {
  const value = entry["label"] ?? "";
  return typeof value === "string" ? null : { path: `${path}.label`, message: t("Write the label as text.") };
}

function pair(entry: Thing, field: string, path: string): Misshape | null {
  const value = entry[field];
  if (value === undefined || value === null) return null;
  const is_pair = Array.isArray(value) && value.length === 2 && value.every((each) => Number.isFinite(each));
  return is_pair ? null : { path: `${path}.${field}`, message: "Write two numbers, as [x, y]." };
}

function settings(value: unknown, path: string): Misshape | null {
  if (value === undefined || value === null) return null;
  if (!is_thing(value)) return { path, message: t("Write parameters as names with values.") };
  const wrong = Object.entries(value).find(([, each]) => typeof each === "object" && each !== null);
  return wrong === undefined ? null : { path: `${path}.${wrong[0]}`, message: t("Write one value here.") };
}

function doubled_id(value: Thing): Misshape | null {
  for (const collection of ["places", "components", "connections", "notes"]) {
    const seen = new Set<unknown>();
    for (const [index, entry] of ((value[collection] ?? []) as readonly Thing[]).entries()) {
      const id = entry["id"];
      if (id !== undefined && id !== null && seen.has(id))
        return doubled(`${collection}[${index}].id`, String(id));
      seen.add(id);
    }
  }
  return null;
}

function doubled(path: string, id: string): Misshape {
  return { path, message: t("Choose another id; \"{id}\" stands here already.", { id }) };
}

function is_thing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

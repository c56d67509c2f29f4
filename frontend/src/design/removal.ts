/** Taking things out of a design, with everything that would be meaningless without them. */

import type { Change, EntryChange, Transaction } from "./change";
import {
  component_label,
  components_of,
  connection_label,
  connections_of,
  find_connection,
  find_note,
  find_place,
  label_of,
  notes_of,
  places_of,
  type Component,
  type Connection,
  type DesignDocument,
  type Note,
  type ObjectiveEntry,
  type Place,
  type Ref,
  type ScheduleEntry,
} from "./document";
import { change_component, workload_change } from "./edits";
import { t, tn } from "../words/words";

/** Removes what is chosen, with the connections and traffic of removed components. */
export function remove(document: DesignDocument, refs: readonly Ref[]): Transaction {
  const chosen = (of: Ref["of"]): Set<string> => new Set(refs.filter((ref) => ref.of === of).map(({ id }) => id));
  const components = chosen("component");
  const connections = chosen("connection");
  const places = chosen("place");
  const notes = chosen("note");
  const changes: Change[] = [
    ...removed_connections(document, components, connections),
    ...emptied_places(document, places, components),
    ...removals("components", components_of(document), components),
    ...removals("places", places_of(document), places),
    ...removals("notes", notes_of(document), notes),
    ...removed_traffic(document, components),
    ...removed_mentions(document, components, connections),
  ];
  return { label: removal_label(document, refs), changes, selection: [] };
}

function removals(collection: "components", entries: readonly Component[], ids: ReadonlySet<string>): Change[];
function removals(collection: "places", entries: readonly Place[], ids: ReadonlySet<string>): Change[];
function removals(collection: "notes", entries: readonly Note[], ids: ReadonlySet<string>): Change[];
function removals(collection: "connections", entries: readonly Connection[], ids: ReadonlySet<string>): Change[];
function removals(
  collection: EntryChange["collection"],
  entries: readonly { id: string }[],
  ids: ReadonlySet<string>,
): Change[] {
  const changes = entries.flatMap((before, index) =>
    ids.has(before.id) ? [{ collection, id: before.id, index, before, after: null } as EntryChange] : [],
  );
  return changes.toReversed();
}

function removed_connections(
  document: DesignDocument,
  components: ReadonlySet<string>,
  connections: ReadonlySet<string>,
): Change[] {
  const going = connections_of(document).filter(
    ({ id, from, to }) => connections.has(id) || components.has(from) || components.has(to),
  );
  return removals("connections", connections_of(document), new Set(going.map(({ id }) => id)));
}

function emptied_places(document: DesignDocument, places: ReadonlySet<string>, going: ReadonlySet<string>): Change[] {
  const inside = components_of(document).filter(({ id, place }) => place && places.has(place) && !going.has(id));
  const nested = places_of(document).flatMap((before, index) =>
    before.within && places.has(before.within) && !places.has(before.id)
      ? [{ collection: "places" as const, id: before.id, index, before, after: { ...before, within: null } }]
      : [],
  );
  return [...inside.flatMap(({ id }) => change_component(document, id, { place: null })), ...nested];
}

function removed_traffic(document: DesignDocument, components: ReadonlySet<string>): Change[] {
  const traffic = document.workload?.traffic ?? [];
  const kept = traffic.filter(({ source }) => !components.has(source));
  return kept.length === traffic.length ? [] : [workload_change(document, { ...document.workload, traffic: kept })];
}

/** Objectives, scheduled failures and cache policies that speak of what goes would make the rest unfit to run. */
function removed_mentions(
  document: DesignDocument,
  components: ReadonlySet<string>,
  connections: ReadonlySet<string>,
): Change[] {
  const going = removed_connections(document, components, connections).map((change) =>
    "id" in change ? change.id : "",
  );
  const gone = new Set([...components, ...going]);
  return [
    ...kept_entries(document, "objectives", ({ of }) => !gone.has(of)),
    ...kept_entries(document, "schedule", ({ target }) => !gone.has(target)),
    ...forgotten_caches(document, components, new Set(going)),
  ];
}

function kept_entries(
  document: DesignDocument,
  field: "objectives",
  is_kept: (entry: ObjectiveEntry) => boolean,
): Change[];
function kept_entries(
  document: DesignDocument,
  field: "schedule",
  is_kept: (entry: ScheduleEntry) => boolean,
): Change[];
function kept_entries(
  document: DesignDocument,
  field: "objectives" | "schedule",
  is_kept: (entry: ObjectiveEntry & ScheduleEntry) => boolean,
): Change[] {
  const before = (document[field] ?? []) as readonly (ObjectiveEntry & ScheduleEntry)[];
  const after = before.filter(is_kept);
  return after.length === before.length ? [] : [{ field, before: document[field], after }];
}

/** Calls made only on a miss of a cache that goes are made always; a substitute that goes is none any more. */
function forgotten_caches(
  document: DesignDocument,
  components: ReadonlySet<string>,
  going: ReadonlySet<string>,
): Change[] {
  return connections_of(document).flatMap((before, index) => {
    const gone = [
      components.has(String(before["on_miss"])) && "on_miss",
      going.has(String(before["fallback_to"])) && "fallback_to",
    ];
    if (going.has(before.id) || !gone.some(Boolean)) return [];
    const after = Object.fromEntries(Object.entries(before).filter(([field]) => !gone.includes(field)));
    const { id } = before;
    return [{ collection: "connections" as const, id, index, before, after: after as unknown as Connection }];
  });
}

/** Takes one objective or scheduled failure out of the design. */
export function drop_entry(document: DesignDocument, field: "objectives" | "schedule", index: number): Transaction {
  const before = document[field] ?? [];
  const label = field === "objectives" ? t("Remove an objective") : t("Remove a scheduled failure");
  return { label, changes: [{ field, before: document[field], after: before.toSpliced(index, 1) }] };
}

function removal_label(document: DesignDocument, refs: readonly Ref[]): string {
  const [only, second] = refs;
  if (only === undefined || second !== undefined) {
    return tn("Delete {count} thing", "Delete {count} things", refs.length);
  }
  if (only.of === "component") return t("Delete {name}", { name: component_label(document, only.id) });
  if (only.of === "place") {
    return t("Delete {name}", { name: label_of(find_place(document, only.id) ?? only) });
  };
  if (only.of === "note") return find_note(document, only.id) === undefined ? t("Delete") : t("Delete a note");
  const connection = find_connection(document, only.id);
  if (connection === undefined) return t("Delete");
  return t("Disconnect {name}", { name: connection_label(document, connection) });
}

/** Part of a design, taken along as a document of its own and put into another design again. */

import type { Change, Collection, Transaction } from "./change";
import {
  components_of,
  connections_of,
  label_of,
  notes_of,
  places_of,
  with_inner_places,
  type Component,
  type Connection,
  type DesignDocument,
  type Note,
  type Place,
  type Ref,
  type Traffic,
} from "./document";
import { free_id, workload_change } from "./edits";
import { as_document, is_misshape } from "./shape";
import { t, tn } from "../words/words";

/** Fields of a connection that name another thing of the design. */
const NAMING = ["on_miss", "fallback_to"] as const;

/** What is chosen as a document: with the connections between chosen components, and the traffic of chosen sources. */
export function fragment_of(document: DesignDocument, refs: readonly Ref[]): DesignDocument | null {
  const places = with_inner_places(document, chosen(refs, "place"));
  const ids = chosen(refs, "component");
  const components = components_of(document).filter(({ id, place }) => ids.has(id) || (place && places.has(place)));
  const noted = chosen(refs, "note");
  const notes = notes_of(document).filter(({ id }) => noted.has(id));
  if (components.length + places.size + notes.length === 0) return null;
  const inside = new Set(components.map(({ id }) => id));
  const traffic = (document.workload?.traffic ?? []).filter(({ source }) => inside.has(source));
  return {
    format: 1,
    name: t("Part of {name}", { name: document.name }).slice(0, 120),
    places: places_of(document).filter(({ id }) => places.has(id)),
    components,
    connections: connections_of(document).filter(({ from, to }) => inside.has(from) && inside.has(to)),
    ...(traffic.length > 0 ? { workload: { traffic } } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function chosen(refs: readonly Ref[], of: Ref["of"]): Set<string> {
  return new Set(refs.filter((ref) => ref.of === of).map(({ id }) => id));
}

/** A fragment as text that any other page reads again. */
export function fragment_text(fragment: DesignDocument): string {
  return `${JSON.stringify(fragment, null, 1)}\n`;
}

/** The fragment that a text is; null for any other text. */
export function read_fragment(text: string): DesignDocument | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const read = as_document(JSON.parse(text));
    return is_misshape(read) || size_of(read) === 0 ? null : read;
  } catch {
    return null;
  }
}

/** How many things a fragment holds, connections not counted. */
export function size_of(fragment: DesignDocument): number {
  return components_of(fragment).length + places_of(fragment).length + notes_of(fragment).length;
}

/** Old names of a fragment and the new ones in the design that takes it. */
interface Names {
  readonly things: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, string>;
  readonly connections: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, string>;
}

/** Puts a fragment into a design, moved by a step; everything gets an id and a label that are free there. */
export function insert(
  document: DesignDocument,
  fragment: DesignDocument,
  [dx, dy]: readonly [number, number],
  verb: string,
): Transaction {
  const names = free_names(document, fragment);
  const labels = new Set(components_of(document).map(label_of));
  const places = places_of(fragment).map((place) => renamed_place(document, place, names, dx, dy));
  const components = components_of(fragment).map((component) => {
    const label = free_label(labels, label_of(component));
    labels.add(label);
    return renamed_component(document, { ...component, label }, names, dx, dy);
  });
  const connections = connections_of(fragment)
    .filter(({ from, to }) => names.things.has(from) && names.things.has(to))
    .map((connection) => renamed_connection(connection, names));
  const notes = notes_of(fragment).map((note) => ({
    ...note,
    id: names.notes.get(note.id) ?? note.id,
    position: shifted(note.position ?? [0, 0], dx, dy),
  }));
  const changes: Change[] = [
    ...coming("places", places, places_of(document).length),
    ...coming("components", components, components_of(document).length),
    ...coming("connections", connections, connections_of(document).length),
    ...coming("notes", notes, notes_of(document).length),
    ...arriving_traffic(document, fragment, names),
  ];
  const selection: Ref[] = [
    ...components.map(({ id }) => ({ of: "component" as const, id })),
    ...places.map(({ id }) => ({ of: "place" as const, id })),
    ...notes.map(({ id }) => ({ of: "note" as const, id })),
  ];
  return { label: t("{verb} {things}", { verb, things: counted(size_of(fragment)) }), changes, selection };
}

/** "1 thing", "4 things". */
export function counted(count: number): string {
  return tn("{count} thing", "{count} things", count);
}

function free_names(document: DesignDocument, fragment: DesignDocument): Names {
  const drawn = [...components_of(document), ...places_of(document), ...notes_of(document)];
  const named = [...drawn, ...connections_of(document)];
  const taken = new Set(named.map(({ id }) => id));
  const take = (wish: string): string => {
    const id = free_id(taken, wish);
    taken.add(id);
    return id;
  };
  const things = new Map(components_of(fragment).map(({ id }) => [id, take(stem_of(id))]));
  const places = new Map(places_of(fragment).map(({ id }) => [id, take(stem_of(id))]));
  const notes = new Map(notes_of(fragment).map(({ id }) => [id, take(stem_of(id))]));
  const connections = new Map<string, string>();
  for (const { id, from, to } of connections_of(fragment)) {
    const wish = `${things.get(from) ?? from}-${things.get(to) ?? to}`;
    let name = wish;
    for (let number = 2; taken.has(name); number += 1) name = `${wish}-${number}`;
    taken.add(name);
    connections.set(id ?? wish, name);
  }
  return { things, places, connections, notes };
}

/** play_2 is copied as play_3 and not as play_2_2. */
function stem_of(id: string): string {
  return id.replace(/_\d+$/, "");
}

function free_label(taken: ReadonlySet<string>, wish: string): string {
  if (!taken.has(wish)) return wish;
  const stem = wish.replace(/ \d+$/, "").slice(0, 74);
  for (let number = 2; ; number += 1) if (!taken.has(`${stem} ${number}`)) return `${stem} ${number}`;
}

function renamed_place(document: DesignDocument, place: Place, names: Names, dx: number, dy: number): Place {
  return {
    ...place,
    id: names.places.get(place.id) ?? place.id,
    within: known_place(document, place.within, names),
    ...(place.position ? { position: shifted(place.position, dx, dy) } : {}),
  };
}

function shifted([x, y]: readonly [number, number], dx: number, dy: number): readonly [number, number] {
  return [Math.round(x + dx), Math.round(y + dy)];
}

/** A place that comes along has another name; one that stays behind is left, unless the other design has it too. */
function known_place(document: DesignDocument, id: string | null | undefined, names: Names): string | null {
  if (!id) return null;
  const is_known = places_of(document).some((place) => place.id === id);
  return names.places.get(id) ?? (is_known ? id : null);
}

function renamed_component(
  document: DesignDocument,
  component: Component,
  names: Names,
  dx: number,
  dy: number,
): Component {
  const { place: _old, ...rest } = component;
  const place = known_place(document, component.place, names);
  return {
    ...rest,
    id: names.things.get(component.id) ?? component.id,
    ...(place === null ? {} : { place }),
    position: shifted(component.position ?? [0, 0], dx, dy),
  };
}

function renamed_connection(connection: Connection, names: Names): Connection {
  const renamed: Record<string, unknown> = {
    ...connection,
    id: names.connections.get(connection.id ?? `${connection.from}-${connection.to}`),
    from: names.things.get(connection.from),
    to: names.things.get(connection.to),
  };
  for (const field of NAMING) {
    const old = connection[field];
    if (typeof old !== "string") continue;
    const name = names.things.get(old) ?? names.connections.get(old);
    if (name === undefined) delete renamed[field];
    else renamed[field] = name;
  }
  return renamed as unknown as Connection;
}

function coming(collection: "places", entries: readonly Place[], first: number): Change[];
function coming(collection: "components", entries: readonly Component[], first: number): Change[];
function coming(collection: "connections", entries: readonly Connection[], first: number): Change[];
function coming(collection: "notes", entries: readonly Note[], first: number): Change[];
function coming(
  collection: Collection,
  entries: readonly (Place | Component | Connection | Note)[],
  first: number,
): Change[] {
  return entries.map(
    (after, offset) => ({ collection, id: after.id, index: first + offset, before: null, after }) as Change,
  );
}

function arriving_traffic(document: DesignDocument, fragment: DesignDocument, names: Names): Change[] {
  const arriving = (fragment.workload?.traffic ?? []).flatMap((traffic): Traffic[] => {
    const source = names.things.get(traffic.source);
    return source === undefined ? [] : [{ ...traffic, source }];
  });
  if (arriving.length === 0) return [];
  const workload = document.workload ?? {};
  return [workload_change(document, { ...workload, traffic: [...(workload.traffic ?? []), ...arriving] })];
}

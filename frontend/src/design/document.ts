/** The design document of format 1, as the browser holds it: immutable JSON. */

export type Value = number | string | boolean;
export type Parameters = Readonly<Record<string, Value>>;

export interface Place {
  readonly id: string;
  readonly type: string;
  readonly label?: string;
  readonly within?: string | null;
  /** Where its box lies when it is larger than what it holds. */
  readonly position?: readonly [number, number] | null;
  readonly size?: readonly [number, number] | null;
  readonly collapsed?: boolean | null;
}

/** What somebody wrote on the canvas; runs know nothing of it. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly position?: readonly [number, number];
}

export interface Component {
  readonly id: string;
  readonly type: string;
  readonly label?: string;
  readonly place?: string | null;
  readonly position?: readonly [number, number];
  readonly parameters?: Parameters;
}

/** An arrow: `from` calls `to`. Its policies (order, timeout, retry …) are named in the catalogue. */
export interface Connection {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly [policy: string]: Value | Parameters | Readonly<Record<string, Parameters | null>> | null | undefined;
}

export interface Traffic {
  readonly source: string;
  readonly shape: string;
  readonly parameters?: Parameters;
}

export interface Workload {
  readonly duration?: Value;
  readonly warm_up?: Value;
  readonly traffic?: readonly Traffic[];
}

/** A failure at a set time. The browser only takes it away with what it hits. */
export interface ScheduleEntry {
  readonly target: string;
  readonly [field: string]: unknown;
}

/** A promise about something. The browser only takes it away with what it is about. */
export interface ObjectiveEntry {
  readonly of: string;
  readonly [field: string]: unknown;
}

/** A whole design. Schedule and objectives are not edited in the browser; they travel through. */
export interface DesignDocument {
  readonly format: 1;
  readonly name: string;
  readonly description?: string;
  readonly places?: readonly Place[];
  readonly components?: readonly Component[];
  readonly connections?: readonly Connection[];
  readonly workload?: Workload;
  readonly schedule?: readonly ScheduleEntry[];
  readonly objectives?: readonly ObjectiveEntry[];
  readonly notes?: readonly Note[];
}

/** What can be chosen on the canvas. */
export interface Ref {
  readonly of: "component" | "connection" | "place" | "note";
  readonly id: string;
}

/** Gives connections without an id the one that the format promises, so that everything can be referred to. */
export function normalised(document: DesignDocument): DesignDocument {
  const connections = connections_of(document).map((connection) =>
    connection.id ? connection : { ...connection, id: `${connection.from}-${connection.to}` },
  );
  return { ...document, connections };
}

export function components_of(document: DesignDocument): readonly Component[] {
  return document.components ?? [];
}

export function connections_of(document: DesignDocument): readonly Connection[] {
  return document.connections ?? [];
}

export function places_of(document: DesignDocument): readonly Place[] {
  return document.places ?? [];
}

export function notes_of(document: DesignDocument): readonly Note[] {
  return document.notes ?? [];
}

/** The document as it looks without some components and what is connected to them. */
export function without(document: DesignDocument, hidden: ReadonlySet<string>): DesignDocument {
  return {
    ...document,
    components: components_of(document).filter(({ id }) => !hidden.has(id)),
    connections: connections_of(document).filter(({ from, to }) => !hidden.has(from) && !hidden.has(to)),
  };
}

export function find_component(document: DesignDocument, id: string): Component | undefined {
  return components_of(document).find((component) => component.id === id);
}

export function find_connection(document: DesignDocument, id: string): Connection | undefined {
  return connections_of(document).find((connection) => connection.id === id);
}

export function find_place(document: DesignDocument, id: string): Place | undefined {
  return places_of(document).find((place) => place.id === id);
}

export function find_note(document: DesignDocument, id: string): Note | undefined {
  return notes_of(document).find((note) => note.id === id);
}

/** The places that lie in some places, at any depth, and those themselves. */
export function with_inner_places(document: DesignDocument, ids: Iterable<string>): Set<string> {
  const found = new Set(ids);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { id, within } of places_of(document)) if (within && found.has(within)) found.add(id);
  }
  return found;
}

/** The name on the canvas: the label, or the id when there is none. */
export function label_of(thing: { readonly id: string; readonly label?: string }): string {
  return thing.label || thing.id;
}

/** The label of the component with this id. */
export function component_label(document: DesignDocument, id: string): string {
  const component = find_component(document, id);
  return component === undefined ? id : label_of(component);
}

/** How a connection is spoken of: "Play service → Auth". */
export function connection_label(document: DesignDocument, connection: Connection): string {
  return `${component_label(document, connection.from)} → ${component_label(document, connection.to)}`;
}

export function is_same_ref(a: Ref, b: Ref): boolean {
  return a.of === b.of && a.id === b.id;
}

/** The choice with one more thing in it, or without it when it was chosen. */
export function toggled(selection: readonly Ref[], ref: Ref): readonly Ref[] {
  const others = selection.filter((other) => !is_same_ref(other, ref));
  return others.length < selection.length ? others : [...selection, ref];
}

/** Makers of transactions: what a person can do to a design. Each is pure; none checks what `rules` checks. */

import { default_values, find_type, type Catalogue, type Preset } from "./catalogue";
import type { Change, EntryChange, Transaction } from "./change";
import {
  component_label,
  components_of,
  connections_of,
  find_component,
  find_place,
  label_of,
  places_of,
  type Component,
  type Connection,
  type DesignDocument,
  type Place,
  type Traffic,
  type Value,
  type Workload,
} from "./document";
import { t } from "../words/words";

/** A free id that resembles `wish`: "Play service" -> play_service, play_service_2, … */
export function free_id(taken: Iterable<string>, wish: string): string {
  const used = new Set(taken);
  const stem = wish
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 56);
  const start = /^[a-z]/.test(stem) ? stem : `component_${stem}`.replace(/_$/, "");
  if (!used.has(start)) return start;
  for (let number = 2; ; number += 1) if (!used.has(`${start}_${number}`)) return `${start}_${number}`;
}

function free_label(document: DesignDocument, wish: string): string {
  const used = new Set(components_of(document).map(label_of));
  if (!used.has(wish)) return wish;
  for (let number = 2; ; number += 1) if (!used.has(`${wish} ${number}`)) return `${wish} ${number}`;
}

/** A new component of a type, or of one of its presets. A source also gets traffic, so that it does something. */
export function add_component(
  catalogue: Catalogue,
  document: DesignDocument,
  type_name: string,
  position: readonly [number, number],
  preset?: Preset,
  place?: string | null,
): Transaction {
  const type = find_type(catalogue, type_name);
  const wish = preset?.label ?? type?.label ?? type_name;
  const taken = [...components_of(document).map(({ id }) => id), ...places_of(document).map(({ id }) => id)];
  const component: Component = {
    id: free_id(taken, wish),
    type: type_name,
    label: free_label(document, wish),
    ...(place ? { place } : {}),
    position: [Math.round(position[0]), Math.round(position[1])],
    parameters: { ...preset?.parameters },
  };
  const index = components_of(document).length;
  const changes: Change[] = [{ collection: "components", id: component.id, index, before: null, after: component }];
  if (type?.mechanisms.includes("source")) changes.push(...traffic_for(catalogue, document, component.id));
  return { label: t("Add {name}", {
    name: component.label ?? "",
  }), changes, selection: [{ of: "component", id: component.id }] };
}

function traffic_for(catalogue: Catalogue, document: DesignDocument, source: string): Change[] {
  // The plainest shape is the one that asks for least.
  const shape = catalogue.workloads.toSorted((a, b) => a.parameters.length - b.parameters.length)[0];
  if (shape === undefined) return [];
  const traffic: Traffic = { source, shape: shape.name, parameters: default_values(shape.parameters) };
  const workload = document.workload ?? {};
  return [workload_change(document, { ...workload, traffic: [...(workload.traffic ?? []), traffic] })];
}

/** The change from the present workload to another. */
export function workload_change(document: DesignDocument, after: Workload): Change {
  return { field: "workload", before: document.workload, after };
}

/** A new connection; further calls of one caller come after those it has. */
export function connect(catalogue: Catalogue, document: DesignDocument, from: string, to: string): Transaction {
  const called = find_component(document, to);
  const caller = find_component(document, from);
  const caller_type = caller && find_type(catalogue, caller.type);
  const is_control = (caller_type?.controls.length ?? 0) > 0;
  const joins = caller_type !== undefined && caller_type.joins !== "";
  const called_kind = called && find_type(catalogue, called.type)?.connection_kind;
  const kind = is_control ? "control" : joins ? "copy" : called_kind;
  const is_turn = called_kind !== "stream" && !is_control && !joins;
  const orders = connections_of(document)
    .filter((connection) => connection.from === from && connection["kind"] !== "stream")
    .map((connection) => Number(connection["order"] ?? 1));
  const connection: Connection = {
    id: free_connection_id(document, from, to),
    from,
    to,
    ...(kind && kind !== "call" ? { kind } : {}),
    ...(orders.length > 0 && is_turn ? { order: Math.min(100, Math.max(...orders) + 1) } : {}),
  };
  const index = connections_of(document).length;
  return {
    label: t("Connect {from} to {to}", { from: component_label(document, from), to: component_label(document, to) }),
    changes: [{ collection: "connections", id: connection.id, index, before: null, after: connection }],
    selection: [{ of: "connection", id: connection.id }],
  };
}

function free_connection_id(document: DesignDocument, from: string, to: string): string {
  const used = new Set(connections_of(document).map(({ id }) => id));
  const wish = `${from}-${to}`;
  if (!used.has(wish)) return wish;
  for (let number = 2; ; number += 1) if (!used.has(`${wish}-${number}`)) return `${wish}-${number}`;
}

/** Moves components by the same step. Moves of one gesture share `merge`. */
export function move(
  document: DesignDocument,
  ids: readonly string[],
  dx: number,
  dy: number,
  merge?: string,
): Transaction {
  const changes = ids.flatMap((id) => {
    const [x, y] = find_component(document, id)?.position ?? [0, 0];
    return change_component(document, id, { position: [Math.round(x + dx), Math.round(y + dy)] });
  });
  return { label: t("Move"), changes, ...(merge === undefined ? {} : { merge }) };
}

/** The change of some fields of a component; none when it is gone. */
export function change_component(document: DesignDocument, id: string, fields: Partial<Component>): EntryChange[] {
  const index = components_of(document).findIndex((component) => component.id === id);
  const before = components_of(document)[index];
  return before === undefined ? [] : [{ collection: "components", id, index, before, after: { ...before, ...fields } }];
}

/** Gives a component another name on the canvas. */
export function rename_component(document: DesignDocument, id: string, label: string): Transaction {
  return { label: t("Rename"), changes: change_component(document, id, { label }), merge: `label:${id}` };
}

/** Puts a component into a place, or out of any. */
export function put_into_place(document: DesignDocument, id: string, place: string | null): Transaction {
  const label =
    place === null
      ? t("Take out of its place")
      : t("Put into {place}", { place: label_of(find_place(document, place) ?? { id: place }) });
  return { label, changes: change_component(document, id, { place }) };
}

/** Sets a parameter of a component; undefined takes it back to its default. */
export function set_parameter(
  document: DesignDocument,
  id: string,
  name: string,
  value: Value | undefined,
): Transaction {
  const { [name]: _before, ...rest } = find_component(document, id)?.parameters ?? {};
  const parameters = value === undefined ? rest : { ...rest, [name]: value };
  const label = t("Change {name}", { name: name.replaceAll("_", " ") });
  return { label, changes: change_component(document, id, { parameters }) };
}

/** Sets a policy of a connection by its path ("timeout", "retry.attempts"); undefined takes it back to its default. */
export function set_policy(document: DesignDocument, id: string, path: string, value: Value | undefined): Transaction {
  const index = connections_of(document).findIndex((connection) => connection.id === id);
  const before = connections_of(document)[index];
  if (before === undefined) return { label: "", changes: [] };
  const after = with_path(before, path.split("."), value) as Connection;
  const label = t("Change {name}", { name: path.replaceAll(/[._]/g, " ") });
  return { label, changes: [{ collection: "connections", id, index, before, after }] };
}

/**
 * Makes a connection one of another kind; the usual kind of its target is left out. A connection that publishes loses
 * what waits for answers, and one that calls its producer, because such a document would be refused.
 */
export function set_kind(
  catalogue: Catalogue,
  document: DesignDocument,
  id: string,
  kind: string | undefined,
): Transaction {
  const index = connections_of(document).findIndex((connection) => connection.id === id);
  const before = connections_of(document)[index];
  if (before === undefined) return { label: "", changes: [] };
  const publishes = kind === "publish";
  const for_answers = new Set(
    catalogue.connection.parameters.filter((each) => each.for_answers).map(({ name }) => name.split(".")[0]),
  );
  const misfits = catalogue.policies.filter((each) => each.publishes !== publishes).map(({ name }) => name);
  const policies = Object.entries((before["policies"] ?? {}) as object).filter(([name]) => !misfits.includes(name));
  const kept = Object.entries(before).filter(
    ([name]) => name !== "kind" && name !== "policies" && !(publishes && for_answers.has(name)),
  );
  const after = Object.fromEntries([
    ...kept,
    ...(policies.length > 0 ? [["policies", Object.fromEntries(policies)]] : []),
    ...(kind === undefined ? [] : [["kind", kind]]),
  ]) as unknown as Connection;
  return { label: t("Change kind"), changes: [{ collection: "connections", id, index, before, after }] };
}

function with_path(
  object: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: Value | undefined,
): unknown {
  const [name = "", ...deeper] = path;
  const { [name]: old, ...rest } = object;
  if (deeper.length > 0) {
    const inner = with_path((old ?? {}) as Readonly<Record<string, unknown>>, deeper, value) as object;
    return Object.keys(inner).length === 0 ? rest : { ...rest, [name]: inner };
  }
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** The value of a policy by its path; undefined when the connection leaves it to its default. */
export function policy_of(connection: Connection, path: string): Value | undefined {
  let here: unknown = connection;
  for (const name of path.split(".")) here = (here as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return (here ?? undefined) as Value | undefined;
}

/** A new place around chosen components, or with a box of its own; it lies in the place that all of them have. */
export function add_place(
  document: DesignDocument,
  type: string,
  label: string,
  members: readonly string[],
  box?: Pick<Place, "position" | "size">,
): Transaction {
  const taken = [...components_of(document).map(({ id }) => id), ...places_of(document).map(({ id }) => id)];
  const around = new Set(members.map((id) => find_component(document, id)?.place ?? null));
  const [within] = around.size === 1 ? around : [];
  const place: Place = { id: free_id(taken, label), type, label, ...(within ? { within } : {}), ...box };
  const index = places_of(document).length;
  return {
    label: `Add ${label}`,
    changes: [
      { collection: "places", id: place.id, index, before: null, after: place },
      ...members.flatMap((id) => change_component(document, id, { place: place.id })),
    ],
    selection: [{ of: "place", id: place.id }],
  };
}

/** Changes a place's own fields. */
export function change_place(document: DesignDocument, id: string, fields: Partial<Place>): Transaction {
  const index = places_of(document).findIndex((place) => place.id === id);
  const before = places_of(document)[index];
  if (before === undefined) return { label: "", changes: [] };
  return {
    label: t("Change place"),
    changes: [{ collection: "places", id, index, before, after: { ...before, ...fields } }],
    merge: `place:${id}`,
  };
}

/** Changes the length of the run or its warm-up. */
export function change_workload(document: DesignDocument, fields: Partial<Workload>): Transaction {
  return { label: t("Change workload"), changes: [workload_change(document, { ...document.workload, ...fields })] };
}

/** Sets what one source sends, whether or not it sent anything before. */
export function change_traffic(document: DesignDocument, traffic: Traffic): Transaction {
  const before = document.workload?.traffic ?? [];
  const index = before.findIndex(({ source }) => source === traffic.source);
  const after = index < 0 ? [...before, traffic] : before.with(index, traffic);
  return { label: t("Change traffic"), changes: [workload_change(document, { ...document.workload, traffic: after })] };
}

/** Gives the design another name. */
export function rename_design(document: DesignDocument, name: string): Transaction {
  return {
    label: t("Rename the design"),
    changes: [{ field: "name", before: document.name, after: name }],
    merge: "name",
  };
}

/** What may be drawn, and why not: pure rules over the document and the catalogue. */

import { find_type, type Catalogue, type ComponentType } from "./catalogue";
import {
  component_label,
  components_of,
  connections_of,
  find_component,
  label_of,
  type Component,
  type DesignDocument,
} from "./document";
import { t } from "../words/words";

/** Why `from` may not call `to`, in words; null when it may. */
export function connection_refusal(
  catalogue: Catalogue,
  document: DesignDocument,
  from: string,
  to: string,
): string | null {
  const caller = find_component(document, from);
  const called = find_component(document, to);
  if (caller === undefined || called === undefined) return t("One of the two is no longer there.");
  if (from === to) return t("{name} cannot call itself.", { name: label_of(caller) });
  const caller_type = find_type(catalogue, caller.type);
  const called_type = find_type(catalogue, called.type);
  if (caller_type?.joins) return joint_refusal(document, caller, called, called_type, caller_type.joins);
  const ends = { caller: label_of(caller), called: label_of(called) };
  if (caller_type?.can_call === false) return t("{caller} makes no calls of its own; it only answers.", ends);
  const controls = caller_type?.controls ?? [];
  if (controls.length > 0) {
    const fits = called_type?.mechanisms.some((each) => controls.includes(each)) === true;
    if (!fits) return t("{caller} cannot control {called}.", ends);
  }
  if (called_type?.connection_kind === "stream" && !takes_bytes(caller_type)) {
    return t("{called} carries bytes to viewers, and {caller} takes none.", ends);
  }
  if (called_type?.accepts_calls === false) return t("{called} takes no calls; traffic starts there.", ends);
  if (connections_of(document).some((connection) => connection.from === from && connection.to === to)) {
    return t("{caller} calls {called} already.", ends);
  }
  const way = call_path(document, to, from);
  if (way === null) return null;
  const circle = [component_label(document, from), ...way.map((id) => component_label(document, id))].join(" → ");
  return t("That would close a circle: {circle}. A request would never end.", { circle });
}

/** Who gets pictures, or passes them on. */
function takes_bytes(type: ComponentType | undefined): boolean {
  return type?.watches === true || type?.connection_kind === "stream";
}

/** Stores that send each other copies are joined once, and both ways. */
function joint_refusal(
  document: DesignDocument,
  caller: Component,
  called: Component,
  called_type: ComponentType | undefined,
  mechanism: string,
): string | null {
  if (called_type?.mechanisms.includes(mechanism) !== true) {
    return t("{caller} makes no calls of its own, and sends copies to other stores with replicas only.", {
      caller: label_of(caller),
    });
  }
  const ends = [caller.id, called.id];
  const is_joined = connections_of(document).some(({ from, to }) => ends.includes(from) && ends.includes(to));
  if (!is_joined) return null;
  return t("{one} and {other} send each other copies already.", { one: label_of(caller), other: label_of(called) });
}

/** The components from `start` to `goal` along calls, both included; null when no call leads there. */
export function call_path(document: DesignDocument, start: string, goal: string): readonly string[] | null {
  const came_from = new Map<string, string | null>([[start, null]]);
  const waiting = [start];
  const calls = calls_by_caller(document);
  for (let here = waiting.shift(); here !== undefined; here = waiting.shift()) {
    if (here === goal) return walk_back(came_from, goal);
    for (const next of calls.get(here) ?? []) {
      if (came_from.has(next)) continue;
      came_from.set(next, here);
      waiting.push(next);
    }
  }
  return null;
}

function calls_by_caller(document: DesignDocument): Map<string, string[]> {
  const calls = new Map<string, string[]>();
  for (const connection of connections_of(document)) {
    const list = calls.get(connection.from) ?? [];
    list.push(connection.to);
    calls.set(connection.from, list);
  }
  return calls;
}

function walk_back(came_from: ReadonlyMap<string, string | null>, goal: string): readonly string[] {
  const way = [goal];
  for (let before = came_from.get(goal); before; before = came_from.get(before)) way.unshift(before);
  return way;
}

/** For every component, why `from` may not call it; used to show what can be reached while an arrow is drawn. */
export function refusals_from(
  catalogue: Catalogue,
  document: DesignDocument,
  from: string,
): ReadonlyMap<string, string | null> {
  return new Map(components_of(document).map(({ id }) => [id, connection_refusal(catalogue, document, from, id)]));
}

/** Whether a component of this type may start a connection. */
export function can_call(catalogue: Catalogue, document: DesignDocument, id: string): boolean {
  const component = find_component(document, id);
  const type = component && find_type(catalogue, component.type);
  return component !== undefined && (type?.can_call !== false || type.joins !== "");
}

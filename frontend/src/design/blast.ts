/** How far a failure reaches: what is broken, and who depends on it. Pure. */

import { components_of, connections_of, find_connection, with_inner_places, type DesignDocument } from "./document";

export interface Blast {
  readonly broken: ReadonlySet<string>;
  /** Connections that are broken themselves. */
  readonly lines: ReadonlySet<string>;
  /** Components that call what is broken, themselves or through others, and cannot do without. */
  readonly reached: ReadonlySet<string>;
}

/** The blast radius of what is aimed at: components, connections or places. */
export function blast_of(document: DesignDocument, targets: readonly string[]): Blast {
  const places = with_inner_places(document, targets);
  const aimed = new Set(targets);
  const broken = new Set(
    components_of(document).flatMap(({ id, place }) => (aimed.has(id) || (place && places.has(place)) ? [id] : [])),
  );
  const lines = new Set(targets.filter((id) => find_connection(document, id) !== undefined));
  return { broken, lines, reached: callers_of(document, broken, lines) };
}

/** Walks against the arrows; a call that may fail, or that has a substitute, carries nothing further. */
function callers_of(
  document: DesignDocument,
  broken: ReadonlySet<string>,
  lines: ReadonlySet<string>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const hit = new Set(broken);
  for (let before = -1; before !== hit.size; ) {
    before = hit.size;
    for (const { id, from, to, optional, fallback_to } of connections_of(document)) {
      if (hit.has(from) || optional === true || fallback_to || !(hit.has(to) || lines.has(id))) continue;
      hit.add(from);
      reached.add(from);
    }
  }
  return reached;
}

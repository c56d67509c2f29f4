/** What is drawn of a document: a collapsed place stands for all that lies in it. */

import {
  components_of,
  connections_of,
  places_of,
  with_inner_places,
  type DesignDocument,
} from "../design/document";
import { CARD_HEIGHT, CARD_WIDTH, place_rects } from "./geometry";

/** The document as it is drawn, and the place that stands for each component that is not. */
export interface Folded {
  readonly document: DesignDocument;
  readonly stand_ins: ReadonlyMap<string, string>;
}

export function folded(document: DesignDocument): Folded {
  const collapsed = places_of(document).filter((place) => place.collapsed === true);
  if (collapsed.length === 0) return { document, stand_ins: new Map() };
  const boxes = place_rects(document);
  const hidden = new Map<string, string>();
  for (const { id } of collapsed)
    for (const inner of with_inner_places(document, [id])) if (inner !== id) hidden.set(inner, id);
  const outer = (place: string): string => {
    const around = hidden.get(place);
    return around === undefined ? place : outer(around);
  };
  const closed = new Set(collapsed.map(({ id }) => id));
  const stand_ins = new Map<string, string>();
  for (const { id, place } of components_of(document))
    if (place && (closed.has(place) || hidden.has(place))) stand_ins.set(id, outer(place));
  const places = places_of(document)
    .filter(({ id }) => !hidden.has(id))
    .map((place) => {
      const box = boxes.get(place.id);
      if (place.collapsed !== true || box === undefined) return place;
      return { ...place, position: [box.x, box.y] as const, size: [CARD_WIDTH, CARD_HEIGHT] as const };
    });
  const end = (id: string): string => stand_ins.get(id) ?? id;
  return {
    document: {
      ...document,
      places,
      components: components_of(document).filter(({ id }) => !stand_ins.has(id)),
      connections: connections_of(document).filter(({ from, to }) => end(from) !== end(to)),
    },
    stand_ins,
  };
}

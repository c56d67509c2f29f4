/** Where cards go when the drawing is put in order: callers to the left of what they call, places kept together. */

import { components_of, connections_of, places_of, type DesignDocument } from "../design/document";
import { CARD_HEIGHT, CARD_WIDTH, bounds, card_rect } from "./geometry";

const GRID = 8;
/** Beyond so many cards the quickest way of ranking them is taken. */
const LARGE = 150;

/** The position of every component of `ids`, which stay about where they are. The library is fetched when needed. */
export async function laid_out(
  document: DesignDocument,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly [number, number]>> {
  const { Graph, layout } = await import("@dagrejs/dagre");
  const chosen = new Set(ids);
  const cards = components_of(document).filter(({ id }) => chosen.has(id));
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 40, ranksep: 112, edgesep: 16, ...ranking(cards.length) });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of cards) graph.setNode(id, { width: CARD_WIDTH, height: CARD_HEIGHT });
  enclose(graph, document, cards);
  for (const { id, from, to } of connections_of(document))
    if (from !== to && chosen.has(from) && chosen.has(to)) graph.setEdge(from, to, {}, id);
  layout(graph);
  const corners = cards.map(({ id }) => {
    const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number };
    return { id, x: x - CARD_WIDTH / 2, y: y - CARD_HEIGHT / 2 };
  });
  return onto_grid(corners, bounds(cards.map(card_rect)) ?? { x: 0, y: 0 });
}

function ranking(count: number): { readonly ranker: "longest-path" | "network-simplex" } {
  return { ranker: count > LARGE ? "longest-path" : "network-simplex" };
}

interface Nest {
  setNode(id: string, label: object): unknown;
  setParent(id: string, parent: string): unknown;
}

/** Places that hold some of the cards, and the places around those. */
function enclose(graph: Nest, document: DesignDocument, cards: ReturnType<typeof components_of>): void {
  const within = new Map(places_of(document).map((place) => [place.id, place.within ?? null]));
  const made = new Set<string>();
  const key = (place: string): string => `place ${place}`;
  const make = (place: string): string => {
    if (made.has(place)) return key(place);
    made.add(place);
    graph.setNode(key(place), {});
    const around = within.get(place);
    if (around && !made.has(around)) graph.setParent(key(place), make(around));
    else if (around) graph.setParent(key(place), key(around));
    return key(place);
  };
  for (const { id, place } of cards) if (place && within.has(place)) graph.setParent(id, make(place));
}

function onto_grid(
  corners: readonly { readonly id: string; readonly x: number; readonly y: number }[],
  start: { readonly x: number; readonly y: number },
): ReadonlyMap<string, readonly [number, number]> {
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const near = (value: number): number => Math.round(value / GRID) * GRID;
  return new Map(corners.map(({ id, x, y }) => [id, [near(start.x + x - left), near(start.y + y - top)]]));
}

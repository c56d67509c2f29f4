/** One connection as an arrow. Its live state is painted around it, never into it. */

import { connections_of, type Connection, type DesignDocument } from "../design/document";
import { path_of, point_on, type Curve } from "./geometry";
import { svg } from "./svg";

/** Where along an arrow the number of its turn stands. */
const ORDER_AT = 0.16;

/** What an arrow shows. */
export interface ArrowLook {
  readonly connection: Connection;
  readonly curve: Curve;
  readonly title: string;
  /** Whether the caller makes its calls in more than one turn, so that the turn is worth showing. */
  readonly has_order: boolean;
}

export interface Arrow {
  readonly element: SVGGElement;
  /** What follows the curve, and what stands on it. */
  readonly lines: readonly SVGPathElement[];
  readonly order: SVGGElement;
  look: ArrowLook | null;
  path: string;
}

/** How many turns each caller takes for its calls. */
export function order_counts(document: DesignDocument): ReadonlyMap<string, number> {
  const orders = new Map<string, Set<number>>();
  for (const connection of connections_of(document)) {
    if (connection["kind"] === "stream") continue;
    const known = orders.get(connection.from) ?? new Set();
    known.add(order_of(connection));
    orders.set(connection.from, known);
  }
  return new Map([...orders].map(([id, turns]) => [id, turns.size]));
}

function order_of(connection: Connection): number {
  return Number(connection["order"] ?? 1);
}

/** Makes the element of an arrow; `update_arrow` fills it. */
export function make_arrow(id: string): Arrow {
  const order = svg("g", { class: "arrow-order" }, svg("circle", { r: 9 }), svg("text", { dy: "0.35em" }));
  const line = svg("path", { class: "arrow-line", "marker-end": "url(#arrowhead)" });
  const reach = svg("path", { class: "arrow-reach" });
  const element = svg("g", { class: "arrow", "data-connection": id }, svg("title"), reach, line, order);
  return { element, lines: [reach, line], order, look: null, path: "" };
}

/** Brings an arrow up to date; one that did not change is not touched. */
export function update_arrow(arrow: Arrow, look: ArrowLook): void {
  const { connection, curve, title, has_order } = look;
  const { element, look: before } = arrow;
  arrow.look = look;
  const path = path_of(curve);
  if (path !== arrow.path) draw_path(arrow, path, curve);
  if (before?.title !== title) part(element, "title").textContent = title;
  if (before?.connection === connection && before.has_order === has_order) return;
  part(element, "text").textContent = has_order ? String(order_of(connection)) : "";
  element.classList.toggle("has-order", has_order && connection["kind"] !== "stream");
  element.classList.toggle("is-optional", connection["optional"] === true);
  element.classList.toggle("is-control", connection["kind"] === "control" || connection["kind"] === "copy");
  element.classList.toggle("is-stream", connection["kind"] === "stream");
  element.classList.toggle("is-published", connection["kind"] === "publish");
  element.classList.toggle("is-on-miss", typeof connection["on_miss"] === "string");
}

function draw_path(arrow: Arrow, path: string, curve: Curve): void {
  arrow.path = path;
  for (const line of arrow.lines) line.setAttribute("d", path);
  const { x, y } = point_on(curve, ORDER_AT);
  arrow.order.setAttribute("transform", `translate(${x} ${y})`);
}

function part(element: SVGGElement, selector: string): Element {
  const found = element.querySelector(selector);
  if (found === null) throw new Error(`an arrow has no ${selector}`);
  return found;
}

/** The tip that all arrows share. */
export function arrowhead(): SVGDefsElement {
  const head = svg("path", { d: "M1 1 L8 4.5 L1 8", class: "arrowhead" });
  const sizes = {
    viewBox: "0 0 9 9",
    refX: 8,
    refY: 4.5,
    markerWidth: 9,
    markerHeight: 9,
    markerUnits: "userSpaceOnUse",
    orient: "auto",
  };
  return svg("defs", {}, svg("marker", { id: "arrowhead", ...sizes }, head));
}

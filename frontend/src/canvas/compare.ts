/** Signs over the drawing that say what came, went and changed since another version. */

import { find_component, label_of, type DesignDocument } from "../design/document";
import { HOW_WORDS, type Difference, type How } from "../design/telling";
import { CARD_HEIGHT, CARD_WIDTH, card_rect, connection_curves, path_of, point_on, type Point } from "./geometry";
import { svg } from "./svg";

/** Each has a sign besides its colour. */
const SIGNS: Readonly<Record<How, string>> = { came: "+", went: "−", changed: "~" };

/** The layer for these differences; `before` holds what went. */
export function draw_differences(
  before: DesignDocument,
  after: DesignDocument,
  found: readonly Difference[],
): readonly SVGGElement[] {
  const curves = { before: connection_curves(before), after: connection_curves(after) };
  return found.flatMap(({ how, of, id, name }) => {
    if (of === "components") {
      const component = find_component(how === "went" ? before : after, id);
      if (component === undefined) return [];
      const { x, y } = card_rect(component);
      const outline = svg("rect", { x: x - 4, y: y - 4, width: CARD_WIDTH + 8, height: CARD_HEIGHT + 8, rx: 9 });
      const gone = how === "went" ? label_of(component) : "";
      const words = svg("text", { class: "gone-name", x: x + 14, y: y + 40 }, gone);
      return [layer(how, name, outline, words, ...badge({ x: x - 2, y: y - 2 }, how))];
    }
    const curve = of === "connections" ? curves[how === "went" ? "before" : "after"].get(id) : undefined;
    if (curve === undefined) return [];
    return [layer(how, name, svg("path", { d: path_of(curve) }), ...badge(point_on(curve, 0.5), how))];
  });
}

function layer(how: How, name: string, ...parts: readonly SVGElement[]): SVGGElement {
  return svg("g", { class: `difference is-${how}` }, svg("title", {}, `${name}: ${HOW_WORDS[how]}`), ...parts);
}

function badge({ x, y }: Point, how: How): readonly SVGElement[] {
  return [
    svg("circle", { class: "difference-badge", cx: x, cy: y, r: 10 }),
    svg("text", { class: "difference-sign", x, y, dy: "0.35em" }, SIGNS[how]),
  ];
}

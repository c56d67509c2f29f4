/** One component as a card: icon, name and type. Live numbers are painted over it, never into it. */

import { find_type, type_label, type Catalogue } from "../design/catalogue";
import { label_of, type Component } from "../design/document";
import { CARD_HEIGHT, CARD_WIDTH } from "./geometry";
import { cut_text, set_attributes, svg } from "./svg";

const FAMILY = '"Fira Sans", "Segoe UI", "Noto Sans", sans-serif';
const NAME_FONT = `500 15px ${FAMILY}`;
const LARGE_FONT = `500 17px ${FAMILY}`;
const LARGE_LINE = 19;
const ELLIPSIS = "…";
const TYPE_FONT = `400 12px ${FAMILY}`;
const TEXT_LEFT = 46;
const TEXT_WIDTH = CARD_WIDTH - TEXT_LEFT - 8;

/** The address of a component type's icon. */
export function icon_address(catalogue: Catalogue, type: string): string {
  return `/static/icons/${find_type(catalogue, type)?.icon ?? type}.svg#icon`;
}

/** Makes the element of a card; `update_card` fills it. */
export function make_card(id: string): SVGGElement {
  return svg(
    "g",
    { class: "card", "data-component": id, role: "button", tabindex: -1 },
    svg("title"),
    svg("rect", { class: "card-face", width: CARD_WIDTH, height: CARD_HEIGHT, rx: 6 }),
    svg("rect", { class: "card-tile", x: 8, y: 9, width: 30, height: 30, rx: 5 }),
    svg("use", { class: "card-icon", x: 13, y: 14, width: 20, height: 20 }),
    svg("text", { class: "card-name", x: TEXT_LEFT, y: 23 }),
    svg("text", { class: "card-type", x: TEXT_LEFT, y: 39 }),
    svg("text", { class: "card-name-large", x: TEXT_LEFT, y: 29 }),
    svg("text", { class: "card-name-far", x: CARD_WIDTH / 2, y: CARD_HEIGHT, dy: "1.05em" }),
    svg("g", { class: "port", "data-port": id }, port_circle(14, "port-reach"), port_circle(5, "port-dot")),
  );
}

function port_circle(radius: number, name: string): SVGCircleElement {
  return svg("circle", { class: name, cx: CARD_WIDTH, cy: CARD_HEIGHT / 2, r: radius });
}

/** Brings a card up to date with its component. */
export function update_card(card: SVGGElement, component: Component, catalogue: Catalogue): void {
  const type = find_type(catalogue, component.type);
  const name = label_of(component);
  const kind = type_label(catalogue, component.type);
  place_card(card, component);
  set_attributes(card, { "aria-label": `${name}, ${kind}` });
  part(card, "title").textContent = `${name} · ${kind}`;
  part(card, ".card-name").replaceChildren(...cut_words(name, NAME_FONT));
  part(card, ".card-type").replaceChildren(...cut_words(kind, TYPE_FONT));
  part(card, ".card-name-far").textContent = name;
  fill_large_name(part(card, ".card-name-large"), name);
  part(card, ".card-icon").setAttribute("href", icon_address(catalogue, component.type));
  card.classList.toggle("has-port", type?.can_call !== false);
  card.classList.toggle("is-unknown", type === undefined);
}

/** Brings a card to where its component lies. */
export function place_card(card: SVGGElement, component: Component): void {
  const [x, y] = component.position ?? [0, 0];
  card.setAttribute("transform", `translate(${x} ${y})`);
}

/** Whether nothing is written anew on a card: hundreds are moved at once, and texts have to be measured. */
export function says_the_same(before: Component, after: Component): boolean {
  return label_of(before) === label_of(after) && before.type === after.type;
}

/** From farther away the name takes the room of the type as well, on two lines where it must. */
function fill_large_name(text: Element, name: string): void {
  const lines = two_lines(name);
  text.setAttribute("y", lines.length === 1 ? "29" : "22");
  text.replaceChildren(
    ...lines.map((line, index) =>
      svg("tspan", { x: TEXT_LEFT, dy: index === 0 ? 0 : LARGE_LINE }, ...cut_words(line, LARGE_FONT)),
    ),
  );
}

function two_lines(name: string): readonly string[] {
  if (cut_text(name, LARGE_FONT, TEXT_WIDTH) === name) return [name];
  const words = name.split(" ");
  for (let count = words.length - 1; count > 0; count -= 1) {
    const first = words.slice(0, count).join(" ");
    if (cut_text(first, LARGE_FONT, TEXT_WIDTH) !== first) continue;
    return [first, words.slice(count).join(" ")];
  }
  return [name];
}

/**
 * A text that is cut to fit. What is not seen of it is there without a size, so that the words of the card are those of
 * its name: for the search of the browser, and for people who say what they see. The space parts it from what follows.
 */
function cut_words(text: string, font: string): readonly (SVGElement | string)[] {
  const shown = cut_text(text, font, TEXT_WIDTH);
  if (shown === text) return [`${text} `];
  const seen = shown.slice(0, -ELLIPSIS.length);
  return [seen, svg("tspan", { class: "card-rest" }, text.slice(seen.length)), `${ELLIPSIS} `];
}

function part(card: SVGGElement, selector: string): Element {
  const found = card.querySelector(selector);
  if (found === null) throw new Error(`a card has no ${selector}`);
  return found;
}

/** Making of SVG elements for the pictures of the dock. */

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

export function shape(name: string, attributes: Attributes = {}): SVGElement {
  const element = document.createElementNS(SVG, name);
  set(element, attributes);
  return element;
}

export function set(element: Element, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
}

export function words(text: string, x: number, y: number, anchor: string, name = ""): SVGElement {
  const element = shape("text", { x, y, "text-anchor": anchor, ...(name === "" ? {} : { class: name }) });
  element.textContent = text;
  return element;
}

/** A picture with its name for screen readers. */
export function picture(): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("role", "img");
  return made;
}

/** Making SVG elements by hand, with text always as text. */

const NAMESPACE = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element with attributes and children. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (SVGElement | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NAMESPACE, name);
  set_attributes(element, attributes);
  element.append(...children);
  return element;
}

export function set_attributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

let ruler: CanvasRenderingContext2D | null = null;
const cut_texts = new Map<string, string>();

/** The text, shortened with an ellipsis so that it fits into `width` at this font. */
export function cut_text(text: string, font: string, width: number): string {
  const key = `${font}\n${width}\n${text}`;
  const known = cut_texts.get(key);
  if (known !== undefined) return known;
  ruler ??= document.createElement("canvas").getContext("2d");
  if (ruler === null) return text;
  ruler.font = font;
  let cut = text;
  while (cut.length > 1 && ruler.measureText(cut === text ? cut : `${cut}…`).width > width)
    cut = cut.slice(0, -1).trimEnd();
  const shown = cut === text ? text : `${cut}…`;
  if (cut_texts.size > 5000) cut_texts.clear();
  cut_texts.set(key, shown);
  return shown;
}

/** Forgets how wide texts are. */
export function forget_cut_texts(): void {
  cut_texts.clear();
}

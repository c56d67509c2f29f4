/** Making HTML elements by hand: text is always text, never markup. */

type Child = Node | string | null | undefined | false;

/** What can be said about an element: attributes and `on…` listeners. False leaves an attribute out. */
type Properties = Readonly<Record<string, string | number | boolean | undefined | ((event: never) => void)>>;

/** An HTML element with properties and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.replace(/^on/, ""), value as EventListener);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

function use_icon(address: string): SVGSVGElement {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("class", "icon");
  icon.setAttribute("aria-hidden", "true");
  icon.setAttribute("viewBox", "0 0 24 24");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", address);
  icon.append(use);
  return icon;
}

/** A glyph of the interface, such as "undo". */
export function glyph(name: string): SVGSVGElement {
  return use_icon(`/static/icons/interface.svg#${name}`);
}

/** The icon of a component type. */
export function type_icon(icon: string): SVGSVGElement {
  return use_icon(`/static/icons/${icon}.svg#icon`);
}

/** Replaces what is in `host`; the field that had the focus has it again, with the caret where it was. */
export function refill(host: HTMLElement, ...children: readonly Child[]): void {
  const focused = host.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.getAttribute("data-key");
  const caret = has_caret(focused) ? focused.selectionStart : null;
  const top = host.scrollTop;
  host.replaceChildren(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  );
  host.scrollTop = top;
  if (!key) return;
  const again = host.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (caret !== null && again !== null && has_caret(again)) again.setSelectionRange(caret, caret);
}

function has_caret(field: Element | null): field is HTMLInputElement | HTMLTextAreaElement {
  return field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text");
}

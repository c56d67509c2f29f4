/** Whoever works by keyboard keeps their place when the server draws a part of the page anew. */

const FOCUSABLE = "a[href], button:not(:disabled), input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

/** What had the focus: what it was called, and which of those in its part it was. */
export interface Place {
  readonly names: readonly string[];
  readonly index: number;
}

/** Which of the elements that came is the one that went: of the same name, else the one in its place; -1 for none. */
export function successor(place: Place, came: readonly (readonly string[])[]): number {
  for (const [kind, name] of place.names.entries()) {
    const same = name === "" ? -1 : came.findIndex((names) => names[kind] === name);
    if (same >= 0) return same;
  }
  return Math.min(place.index, came.length - 1);
}

/** The names of an element, the surest first. */
function names_of(element: HTMLElement): readonly string[] {
  const field = `${element.getAttribute("name") ?? ""}=${element.getAttribute("value") ?? ""}`;
  const words = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
  return [element.id, field === "=" ? "" : field, words];
}

function focusable_in(part: Element): readonly HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((each) => each.checkVisibility());
}

/** Listens to every part that htmx exchanges. */
export function keep_focus(): void {
  let place: Place | null = null;
  let part = "";
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: HTMLElement }>).detail;
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || !target.contains(focused)) return;
    place = { names: names_of(focused), index: focusable_in(target).indexOf(focused) };
    part = target.id;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const left = place;
    place = null;
    if (left === null || document.activeElement !== document.body) return;
    const came = focusable_in(document.getElementById(part) ?? document.body);
    came[successor(left, came.map(names_of))]?.focus({ preventScroll: true });
  });
}

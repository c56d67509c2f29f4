/** F6 goes from part to part of the sandbox, so that nobody has to step through the palette to come to the numbers. */

const PARTS = [".bar", "#palette", "#canvas", "#side, #inspector", "#dock"] as const;
/** Where a part is entered, in the order of wishes: what is chosen in it, else its first. */
const ENTRANCES = [
  '[role="tab"][aria-selected="true"]',
  '[tabindex="0"]:is(.card, .note, .place)',
  "input:not([type=hidden]), button, a[href], select, textarea, [tabindex='0']",
];

/** The index of the next part that can be entered, going round; -1 when there is none. */
export function next_part(can_enter: readonly boolean[], here: number, step: 1 | -1): number {
  const { length } = can_enter;
  const start = here < 0 ? (step === 1 ? -1 : length) : here;
  for (let away = 1; away <= length; away += 1) {
    const index = (start + step * away + 2 * length) % length;
    if (can_enter[index] === true) return index;
  }
  return -1;
}

function entrance(part: Element | null): HTMLElement | undefined {
  const found = ENTRANCES.flatMap((each) => [...(part?.querySelectorAll<HTMLElement>(each) ?? [])]);
  return found.find((each) => each.checkVisibility() && !each.matches(":disabled"));
}

/** Goes to the next part of the page, or to the one before. */
export function go_to_part(step: 1 | -1): void {
  const parts = PARTS.map((each) => document.querySelector(each));
  const entrances = parts.map(entrance);
  const here = parts.findIndex((part) => part?.contains(document.activeElement) === true);
  entrances[next_part(entrances.map(Boolean), here, step)]?.focus();
}

/** A finger that rests on the canvas asks for the menu, as the other mouse button does. */

const AFTER_MS = 550;
const RESTS_WITHIN_PX = 9;

/** Calls back with the press when it has rested long enough. */
export function listen_to_long_press(host: HTMLElement, on_press: (event: PointerEvent) => void): void {
  let timer: number | undefined;
  let start: PointerEvent | null = null;
  const forget = (): void => {
    window.clearTimeout(timer);
    start = null;
  };
  host.addEventListener("pointerdown", (event) => {
    const is_second = start !== null;
    forget();
    if (event.pointerType !== "touch" || is_second) return;
    start = event;
    timer = window.setTimeout(() => {
      forget();
      on_press(event);
    }, AFTER_MS);
  });
  host.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const way = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
    if (event.pointerId !== start.pointerId || way > RESTS_WITHIN_PX) forget();
  });
  for (const name of ["pointerup", "pointercancel"] as const) host.addEventListener(name, forget);
}

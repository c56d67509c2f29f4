/** What keys do on a chart; `#chart-keys` in the page tells them. */

import type { Lens } from "./lens";
import type { PlotEvents } from "./plot";

interface Times {
  /** The moment looked at. */
  readonly at_s: number;
  /** From one point of a chart to the next. */
  readonly step_s: number;
  readonly end_s: number;
}

const STRIDE = 10;

/** Does what a key stands for; keys without a meaning here go on to the page. */
export function chart_keys(event: KeyboardEvent, lens: Lens, times: Times, events: Pick<PlotEvents, "pick">): void {
  const on_chart = event.target instanceof HTMLElement && event.target.classList.contains("plot");
  if (!on_chart || event.ctrlKey || event.metaKey || event.altKey) return;
  const { at_s, step_s, end_s } = times;
  const stride = event.shiftKey ? STRIDE * step_s : step_s;
  const acts: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => events.pick(Math.max(0, at_s - stride)),
    ArrowRight: () => events.pick(Math.min(end_s, at_s + stride)),
    Home: () => events.pick(lens.window?.from_s ?? 0),
    End: () => events.pick(lens.window?.to_s ?? end_s),
    "+": () => lens.zoom(at_s, 0.5),
    "=": () => lens.zoom(at_s, 0.5),
    "-": () => lens.zoom(at_s, 2),
    "[": () => lens.bound("from_s", at_s),
    "]": () => lens.bound("to_s", at_s),
    "0": () => lens.look(null),
    p: () => lens.pin_moment(at_s),
  };
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** The line on the canvas that says what its numbers are: expected before any run, or measured in one. */

import type { Expected } from "../design/estimate";
import { by_id } from "./page";
import { t } from "../words/words";

const EXPECTED = t("≈ expected, before any run");
const DOUBTED = t("≈ expected of an earlier state: ");

/** What the page shows at the moment. */
export interface Shown {
  readonly expected: Expected | null;
  readonly has_run: boolean;
  readonly is_alive: boolean;
}

/** The words of the line; empty when there are no numbers. */
export function legend_words({ expected, has_run }: Shown): string {
  if (has_run) return t("measured in a run");
  if (expected === null) return "";
  return expected.doubt === "" ? EXPECTED : DOUBTED + expected.doubt;
}

/** Brings the line up to date. A run that has ended can be closed, which brings the expected values back. */
export function show_legend(shown: Shown): void {
  const words = legend_words(shown);
  const legend = by_id("legend");
  legend.hidden = words === "";
  legend.classList.toggle("is-doubted", !shown.has_run && shown.expected?.doubt !== "");
  by_id("legend-words").textContent = words;
  by_id("legend-key").hidden = words !== EXPECTED;
  by_id("close-run").hidden = !shown.has_run || shown.is_alive;
}

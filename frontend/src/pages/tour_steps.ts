/** The tour of the sandbox: what each step stands beside, and what it says. Another step is another entry. */

import { t } from "../words/words";

export interface TourStep {
  /** Where it stands: a selector of something on the page. */
  readonly beside: string;
  /** The sheet that has to be up for it on a phone; empty for none. */
  readonly sheet: string;
  readonly title: string;
  readonly text: string;
  /** The same without a mouse. */
  readonly keys: string;
}

export const TOUR: readonly TourStep[] = [
  {
    beside: "#canvas",
    sheet: "",
    title: t("A service, drawn"),
    text: t("Each card is a part, each line its calls. Numbers that begin with ≈ are expected before any run."),
    keys: t("Alt+arrows walk from card to card, Enter chooses."),
  },
  {
    beside: "#palette",
    sheet: "palette",
    title: t("Add what is missing"),
    text: t("Drag a part in or press it, then draw a line from the dot of a card to what it calls."),
    keys: t("Ctrl+K adds any part by name; c begins a line, Enter on another card ends it."),
  },
  {
    beside: "#inspector",
    sheet: "inspector",
    title: t("Set what is chosen"),
    text: t("Cards have slots, times and sizes; lines have timeouts, retries and breakers."),
    keys: t("i goes to the settings of what is chosen."),
  },
  {
    beside: ".run-button",
    sheet: "",
    title: t("Run it, then break it"),
    text: t("While traffic flows, choose a card or a line and kill it, slow it down or cut it."),
    keys: t("Ctrl+Enter runs, x goes to what can go wrong."),
  },
  {
    beside: "#dock",
    sheet: "dock",
    title: t("Read what happened"),
    text: t("Charts, a log, and a report that explains its numbers. Drag the time to look back, or fork from there."),
    keys: t("Left and right go from tab to tab, and through time."),
  },
  {
    beside: "#commands-button",
    sheet: "",
    title: t("Everything else"),
    text: t("Zones, notes, order, the design as text, versions to go back to, blocks to use again: in one list."),
    keys: t("Ctrl+K lists it, ? shows the keys, Ctrl+Z takes anything back. The tour is in the list too."),
  },
];

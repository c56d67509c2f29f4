/** What every action is: data that the keyboard, the command palette, the context menu and the help sheet share. */

import type { Ref } from "../design/document";
import type { Clipboard } from "./clipboard";
import { chosen_components, type Desk } from "./gesture";
import type { Hand } from "./hand";
import { t } from "../words/words";

/** Everything an action may use. `panels` are parts of the page that it can open, by name. */
export interface Bench {
  readonly desk: Desk;
  readonly hand: Hand;
  readonly clipboard: Clipboard;
  readonly panels: Map<string, () => void>;
}

export type Group = "Edit" | "Choose" | "Arrange" | "View" | "Design";

/** The order in which groups are listed. */
export const GROUPS: readonly Group[] = ["Edit", "Choose", "Arrange", "View", "Design"];

export const GROUP_WORDS: Readonly<Record<Group, string>> = {
  Edit: t("Edit"),
  Choose: t("Choose"),
  Arrange: t("Arrange"),
  View: t("View"),
  Design: t("Design"),
};

/** What a menu was opened on. */
export type Target = Ref["of"] | "several" | "paper";

export interface Action {
  readonly name: string;
  readonly label: string;
  readonly group: Group;
  /** Such as "Ctrl+D" or "Shift+1"; Ctrl is also Command. The first is shown. */
  readonly keys?: readonly string[];
  /** How the keys are written, where that differs from the first of them. */
  readonly shown_keys?: string;
  /** Keys that work anywhere on the page; others only on the canvas. */
  readonly is_everywhere?: boolean;
  /** Whether the browser itself sends these keys as an event of another name, such as copy. */
  readonly is_sent_by_browser?: boolean;
  /** Only with its key: a direction, for example, cannot be chosen in a list. */
  readonly is_key_only?: boolean;
  /** Which menus list it. */
  readonly menus?: readonly Target[];
  /** Whether it can be done right now; without it, always. */
  is_possible?(bench: Bench): boolean;
  /** `key` is the name of the key that was pressed, empty for none. */
  run(bench: Bench, key: string): void;
}

/** Whether so many components are chosen in a design that may be changed. */
export function can_arrange({ desk }: Bench, least: number): boolean {
  return desk.is_editable && chosen_components(desk).length >= least;
}

export function has_selection({ desk }: Bench): boolean {
  return desk.store.selection.length > 0;
}

export function can_edit_selection(bench: Bench): boolean {
  return bench.desk.is_editable && has_selection(bench);
}

/** What the server says over a run's websocket, and what the frames/ page answers. */

import type { Frame, Layout } from "./frames";
import { t } from "../words/words";

/** The states of a run. */
export type RunState = "queued" | "running" | "done" | "failed" | "cancelled";

export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  queued: t("The run is queued."),
  running: t("The run is running."),
  done: t("The run is done."),
  failed: t("The run is failed."),
  cancelled: t("The run is cancelled."),
};

/** One line of a run's log. */
export interface LogEntry {
  readonly number: number;
  readonly frame: number | null;
  readonly clock_s: number | null;
  readonly sentence: string;
  readonly undone?: boolean;
  readonly failure?: string;
  readonly target?: string;
  readonly heal?: boolean;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Whether it has an opposite; what was refused has none. */
  readonly can_undo?: boolean;
}

/** What the last change of a run has set a parameter of a target to: null for its default, undefined when none did. */
export function changed_to(log: readonly LogEntry[], target: string, parameter: string): unknown {
  const is_change = ({ failure, target: of, can_undo, parameters = {} }: LogEntry): boolean =>
    failure === "change" && of === target && can_undo !== false && parameter in parameters;
  return log.findLast(is_change)?.parameters?.[parameter];
}

/** The failures that are on at a moment: done before it and not healed since. What cannot be healed is over at once. */
export function broken_at(log: readonly LogEntry[], clock_s: number): readonly LogEntry[] {
  const until = log.filter((entry) => entry.clock_s !== null && entry.clock_s <= clock_s + 1e-9);
  const is_same = (a: LogEntry, b: LogEntry): boolean => a.failure === b.failure && a.target === b.target;
  return until.filter(
    (entry, place) =>
      entry.heal === false &&
      entry.can_undo === true &&
      entry.failure !== "change" &&
      !until.slice(place + 1).some((later) => later.heal === true && is_same(later, entry)),
  );
}

/** State of a run as the page shows it. */
export interface RunStatus {
  readonly state: RunState;
  readonly reason: string;
  readonly speed: number;
  readonly paused: boolean;
  readonly place_in_line?: number | null;
  /** How long it is expected to wait, in seconds. */
  readonly wait_s?: number | null;
}

export interface Welcome extends RunStatus {
  readonly type: "welcome";
  readonly top: number;
  readonly layout: Layout | null;
}

export interface FramesArrived {
  readonly type: "frames";
  readonly frames: readonly Frame[];
}

export interface LogChanged {
  readonly type: "log";
  readonly entries: readonly LogEntry[];
}

export interface StateChanged extends RunStatus {
  readonly type: "state";
}

export type ServerMessage = Welcome | FramesArrived | LogChanged | StateChanged;

/** The answer of GET /runs/ID/frames/. */
export interface FramesPage {
  readonly state: RunState;
  readonly top: number;
  readonly layout: Layout | null;
  readonly frames: readonly Frame[];
}

/** A run in one of these states brings no more frames. */
export function has_ended(state: RunState): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

/** Where a waiting run stands, in words; empty for one that does not wait. */
export function line_words(status: RunStatus): string {
  if (status.place_in_line == null) return "";
  return t("place {place} in line, about {wait} s", { place: status.place_in_line, wait: status.wait_s ?? 0 });
}

/** The stages that a run goes through, as people are told them. Pure. */

import { t } from "../words/words";
import { has_ended, line_words, type RunStatus } from "./messages";

export const STAGES = ["checking", "waiting", "warming", "running", "finishing"] as const;
export type Stage = (typeof STAGES)[number];

/** What is known of a run: no status before the server has answered. */
export interface Known {
  readonly status: RunStatus | null;
  readonly clock_s: number;
  readonly warm_up_s: number;
  /** Whether its last frame has come. */
  readonly has_all: boolean;
}

/** The stage of a run; null for one that has ended. */
export function stage_of({ status, clock_s, warm_up_s, has_all }: Known): Stage | null {
  if (status === null) return "checking";
  if (has_ended(status.state)) return null;
  if (status.state === "queued") return "waiting";
  if (has_all) return "finishing";
  return clock_s < warm_up_s ? "warming" : "running";
}

const NAMES: Readonly<Record<Stage, string>> = {
  checking: t("Checking"),
  waiting: t("Waiting"),
  warming: t("Warming up"),
  running: t("Running"),
  finishing: t("Finishing"),
};

export function stage_name(stage: Stage): string {
  return NAMES[stage];
}

/** What happens in the stage, beyond its name; empty where the name says it. */
export function stage_words(stage: Stage, { status, warm_up_s }: Known): string {
  if (stage === "checking") return t("is this design complete, and may it run?");
  if (stage === "waiting") return status === null ? "" : line_words(status);
  if (stage === "warming") return t("nothing is measured before {warm_up} s", { warm_up: warm_up_s });
  if (stage === "finishing") return t("the report is being written");
  return status?.paused === true ? t("paused") : "";
}

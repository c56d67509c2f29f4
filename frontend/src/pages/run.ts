/** The page of one run: its frozen design to look at, its dock, its scrubber. */

import { normalised } from "../design/document";
import { DesignStore } from "../design/store";
import { top_of } from "../live/frames";
import { look_on } from "./onlooking";
import { by_id, fetch_catalogue, fetch_run_document } from "./page";
import type { RunView } from "./run_view";

async function start(): Promise<void> {
  const run = by_id("run-page").dataset["run"] ?? "";
  const [catalogue, design] = await Promise.all([fetch_catalogue(), fetch_run_document(run)]);
  const view = look_on(catalogue, new DesignStore(normalised(design)));
  view.follow(run);
  look_at_moment(view);
  document.body.addEventListener("htmx:afterSwap", () => follow_new_run(run));
  by_id("run-page").dataset["ready"] = "true";
}

/** "Run again" answers with the panel of another run: that one has a page of its own. */
function follow_new_run(run: string): void {
  const shown = document.querySelector<HTMLElement>("#run-slot [data-run]")?.dataset["run"];
  if (shown !== undefined && shown !== run) location.assign(`/runs/${shown}/`);
}

/** A link may lead to a moment, and a page that embeds a run may want it to stand still. */
function look_at_moment(view: RunView): void {
  const { moment, pausedAtLast } = by_id("run-page").dataset;
  const at = new URLSearchParams(location.search).get("t");
  if (moment === undefined && pausedAtLast === undefined && at === null) return;
  const timer = window.setInterval(() => {
    const { session } = view;
    const top = session?.series === null || session === null ? 0 : top_of(session.series);
    const wanted = moment !== undefined ? Number(moment) : at === null ? top : frame_at(view, Number(at));
    if (session === null || top === 0 || (top < wanted && session.is_alive)) return;
    window.clearInterval(timer);
    session.seek(wanted - 1);
  }, 100);
}

/** The frame that ends at a moment in seconds. */
function frame_at(view: RunView, at_s: number): number {
  const { frame_s = 1 } = view.session?.series?.layout ?? {};
  return Math.max(1, Math.floor(at_s / frame_s + 1e-6));
}

void start();

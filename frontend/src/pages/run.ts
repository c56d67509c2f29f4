/** The page of one run: its frozen design to look at, its dock, its scrubber. */

import { normalised } from "../design/document";
import { DesignStore } from "../design/store";
import { look_on } from "./onlooking";
import { by_id, fetch_catalogue, fetch_run_document } from "./page";

async function start(): Promise<void> {
  const run = by_id("run-page").dataset["run"] ?? "";
  const [catalogue, design] = await Promise.all([fetch_catalogue(), fetch_run_document(run)]);
  const view = look_on(catalogue, new DesignStore(normalised(design)));
  view.follow(run);
  document.body.addEventListener("htmx:afterSwap", () => follow_new_run(run));
  by_id("run-page").dataset["ready"] = "true";
}

/** "Run again" answers with the panel of another run: that one has a page of its own. */
function follow_new_run(run: string): void {
  const shown = document.querySelector<HTMLElement>("#run-slot [data-run]")?.dataset["run"];
  if (shown !== undefined && shown !== run) location.assign(`/runs/${shown}/`);
}

void start();

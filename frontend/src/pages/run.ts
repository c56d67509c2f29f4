/** The page of one run: its frozen design to look at, its dock, its scrubber. */

import { component_label, normalised } from "../design/document";
import { DesignStore } from "../design/store";
import type { PanelContext } from "../panels/context";
import { Inspector } from "../panels/inspector";
import { Toolbar } from "../panels/toolbar";
import { Dock } from "./dock";
import { by_id, fetch_catalogue, fetch_run_document } from "./page";
import { RunView } from "./run_view";
import { open_inspector, wire_sheets } from "./sheets";
import { keep_fitted, make_stage, wire_view_buttons } from "./stage";

async function start(): Promise<void> {
  const run = by_id("run-page").dataset["run"] ?? "";
  const [catalogue, design] = await Promise.all([fetch_catalogue(), fetch_run_document(run)]);
  const store = new DesignStore(normalised(design));
  const stage = make_stage(by_id("canvas"), catalogue, store, false);
  keep_fitted(stage.desk);
  wire_view_buttons(stage.desk);
  wire_sheets(null);
  const parts: { inspector: Inspector | null; toolbar: Toolbar | null } = { inspector: null, toolbar: null };
  const dock = new Dock((id) => component_label(store.document, id));
  const view: RunView = new RunView(store, stage.overlay, dock, () => parts.inspector, {
    changed: () => {
      parts.inspector?.draw();
      parts.toolbar?.draw();
    },
  });
  const context: PanelContext = {
    catalogue,
    store,
    is_editable: false,
    is_locked: () => true,
    can_break: () => view.can_break,
    is_broken: (failure, target) => view.is_broken(failure, target),
    changed_to: (target, parameter) => view.changed_to(target, parameter),
    intervene: (intervention) => view.intervene(intervention),
    problems: () => [],
    expected: () => null,
    begin_connection: () => undefined,
  };
  const { desk } = stage;
  parts.inspector = new Inspector(by_id("inspector"), context);
  parts.toolbar = new Toolbar(
    desk.scene.host,
    context,
    (reason) => desk.notice.show(reason, { x: 12, y: desk.scene.size.height - 110 }, true),
    open_inspector,
  );
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

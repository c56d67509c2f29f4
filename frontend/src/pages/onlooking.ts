/** A design to look at and to break, not to edit: the canvas, the panels and the run of a page that looks on. */

import type { Catalogue } from "../design/catalogue";
import type { DesignStore } from "../design/store";
import type { PanelContext } from "../panels/context";
import { Inspector } from "../panels/inspector";
import { Toolbar } from "../panels/toolbar";
import { wire_commands } from "./commanding";
import { Dock } from "./dock";
import { wire_minimap } from "./mapping";
import { by_id } from "./page";
import { RunView } from "./run_view";
import { open_inspector, wire_sheets } from "./sheets";
import { answer_why } from "./why";
import { keep_fitted, make_stage, wire_view_buttons } from "./stage";

/** Puts everything up; the view follows a run when it is told which. */
export function look_on(catalogue: Catalogue, store: DesignStore): RunView {
  const stage = make_stage(by_id("canvas"), catalogue, store, false);
  keep_fitted(stage.desk);
  wire_view_buttons(stage.desk);
  wire_minimap(stage);
  wire_commands(stage.bench, () => []);
  wire_sheets(null);
  const parts: { inspector: Inspector | null; toolbar: Toolbar | null } = { inspector: null, toolbar: null };
  const dock = new Dock(() => store.document);
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
    act: () => undefined,
  };
  const { desk } = stage;
  parts.inspector = new Inspector(by_id("inspector"), context);
  parts.toolbar = new Toolbar(
    desk.scene.host,
    context,
    (reason) => desk.notice.show(reason, { x: 12, y: desk.scene.size.height - 110 }, true),
    open_inspector,
  );
  answer_why(
    () => Promise.resolve(catalogue.metrics),
    () => view.asked_about,
  );
  return view;
}

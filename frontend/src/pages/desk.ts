/** The interviewer's desk: the candidate's live design to look at and to break, and the guide beside it. */

import { component_label, normalised, type DesignDocument } from "../design/document";
import { DesignStore } from "../design/store";
import type { PanelContext } from "../panels/context";
import { Inspector } from "../panels/inspector";
import { Toolbar } from "../panels/toolbar";
import { show_side, wire_tabs } from "./beside";
import { Dock } from "./dock";
import { Drafts } from "./drafts";
import { listen_for_news } from "./news";
import { by_id, fetch_catalogue, fetch_json, json_in_page, load_fragment } from "./page";
import { RunView } from "./run_view";
import { open_inspector, wire_sheets } from "./sheets";
import { keep_fitted, make_stage, wire_view_buttons } from "./stage";

async function start(): Promise<void> {
  const root = by_id("desk");
  const catalogue = await fetch_catalogue();
  const store = new DesignStore(normalised(json_in_page<DesignDocument>("document")));
  const stage = make_stage(by_id("canvas"), catalogue, store, false);
  keep_fitted(stage.desk);
  wire_view_buttons(stage.desk);
  wire_sheets(null);
  wire_tabs();
  const view = wire_run(store, stage, catalogue);
  store.subscribe((now, before) => {
    if (now.selection !== before.selection) show_side(now.selection.length > 0 ? "inspector" : "lesson");
  });
  const drafts = new Drafts(by_id("lesson"), location.pathname);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if ((event.target as HTMLElement | null)?.id === "lesson") drafts.restore();
    const run = document.querySelector<HTMLElement>("#run-slot [data-run]")?.dataset["run"];
    if (run !== undefined) view.follow(run);
  });
  let [mark, version] = ["", Number(root.dataset["version"])];
  listen_for_news(root.dataset["news"] ?? "", (news) => {
    if (news.next !== "") return location.assign(news.next);
    if (news.mark !== mark) {
      mark = news.mark;
      load_fragment(root.dataset["guide"] ?? "", "#lesson");
    }
    if (news.version !== version) {
      version = news.version;
      void fetch_json<DesignDocument>(root.dataset["document"] ?? "").then((drawn) => store.replace(normalised(drawn)));
    }
    if (news.run !== null && view.session?.run !== news.run) load_fragment(`/runs/${news.run}/panel/`, "#run-slot");
  });
  root.dataset["ready"] = "true";
}

function wire_run(
  store: DesignStore,
  stage: ReturnType<typeof make_stage>,
  catalogue: PanelContext["catalogue"],
): RunView {
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
  return view;
}

void start();

/** The interviewer's desk: the candidate's live design to look at and to break, and the guide beside it. */

import { normalised, type DesignDocument } from "../design/document";
import { DesignStore } from "../design/store";
import { show_side, wire_tabs } from "./beside";
import { Drafts } from "./drafts";
import { listen_for_news } from "./news";
import { look_on } from "./onlooking";
import { by_id, fetch_catalogue, fetch_json, json_in_page, load_fragment } from "./page";

async function start(): Promise<void> {
  const root = by_id("desk");
  const catalogue = await fetch_catalogue();
  const store = new DesignStore(normalised(json_in_page<DesignDocument>("document")));
  const view = look_on(catalogue, store);
  wire_tabs();
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

void start();

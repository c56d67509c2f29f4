/** What the server found wrong with the stored document, shown beside the thing it is about. */

import { components_of, connections_of, places_of, type DesignDocument, type Ref } from "../design/document";
import { drop_entry } from "../design/removal";
import type { PanelContext, Problem } from "./context";
import { h } from "./dom";
import { t } from "../words/words";

const PATH = /^(components|connections|places)\[(\d+)\]/;

/** What a path of the document points at; null when it is about the whole. */
export function ref_of_path(design: DesignDocument, path: string): Ref | null {
  const match = PATH.exec(path);
  if (match === null) return traffic_ref(design, path);
  const index = Number(match[2]);
  if (match[1] === "components") return as_ref("component", components_of(design)[index]?.id);
  if (match[1] === "connections") return as_ref("connection", connections_of(design)[index]?.id);
  return as_ref("place", places_of(design)[index]?.id);
}

function traffic_ref(design: DesignDocument, path: string): Ref | null {
  const match = /^workload\.traffic\[(\d+)\]/.exec(path);
  return match === null ? null : as_ref("component", design.workload?.traffic?.[Number(match[1])]?.source);
}

function as_ref(of: Ref["of"], id: string | undefined): Ref | null {
  return id === undefined ? null : { of, id };
}

/** The problems of one thing; null when it has none. */
export function problem_list(context: PanelContext, ref: Ref): HTMLElement | null {
  const found = context.problems().filter((problem) => {
    const about = ref_of_path(context.store.document, problem.path);
    return about !== null && about.of === ref.of && about.id === ref.id;
  });
  return found.length === 0 ? null : listed(found);
}

/** All problems, each leading to what it is about. */
export function all_problems(context: PanelContext): HTMLElement | null {
  const found = context.problems();
  if (found.length === 0) return null;
  const entries = found.map((problem) => {
    const ref = ref_of_path(context.store.document, problem.path);
    if (ref === null) return h("li", {}, problem.message, removal_button(context, problem));
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "quiet link-row", onclick: () => context.store.select([ref]) },
        problem.message,
      ),
    );
  });
  return h(
    "section",
    { class: "problems", "aria-label": t("What keeps it from running") },
    h("h3", {}, t("Before it can run")),
    h("ul", {}, ...entries),
  );
}

const ENTRY_PATH = /^(objectives|schedule)\[(\d+)\]/;

/** Objectives and scheduled failures have no form here yet, so one that stands in the way can at least be removed. */
function removal_button(context: PanelContext, problem: Problem): HTMLElement | null {
  const match = ENTRY_PATH.exec(problem.path);
  if (match === null || !context.is_editable) return null;
  const field = match[1] === "objectives" ? "objectives" : "schedule";
  const remove_it = (): void => context.store.commit(drop_entry(context.store.document, field, Number(match[2])));
  const words = field === "objectives" ? t("Remove this objective") : t("Remove this scheduled failure");
  return h("button", { type: "button", class: "quiet link-row", onclick: remove_it }, words);
}

function listed(problems: readonly Problem[]): HTMLElement {
  return h("ul", { class: "problems" }, ...problems.map((problem) => h("li", {}, problem.message)));
}

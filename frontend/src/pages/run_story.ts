/** What a run is doing, told on the canvas: its stage, and how far what is broken reaches. */

import type { Blast } from "../design/blast";
import { component_label, connection_label, find_connection, type DesignDocument } from "../design/document";
import { STAGES, stage_name, stage_of, stage_words, type Known } from "../live/stages";
import { h } from "../panels/dom";
import { t } from "../words/words";

const NAMED_MOST = 6;

export class RunStory {
  private readonly element = h("div", { class: "run-story" });
  private readonly stages = h("ol", { class: "run-stages", "aria-label": t("Stages of the run") });
  private readonly words = h("p", { class: "run-words" });
  private readonly blast = h("p", { class: "blast-words" });
  private drawn = "";

  constructor() {
    this.element.append(this.stages, this.words, this.blast);
    this.element.hidden = true;
    document.querySelector(".stage")?.append(this.element);
  }

  hide(): void {
    this.element.hidden = true;
    this.drawn = "";
  }

  show(known: Known, blast_text: string): void {
    const stage = stage_of(known);
    const words = stage === null ? "" : stage_words(stage, known);
    const shape = `${stage} ${words} ${blast_text}`;
    if (shape === this.drawn) return;
    this.drawn = shape;
    this.element.hidden = stage === null && blast_text === "";
    this.stages.hidden = stage === null;
    const reached = stage === null ? -1 : STAGES.indexOf(stage);
    this.stages.replaceChildren(
      ...STAGES.map((each, place) => {
        const state = place < reached ? "past" : place === reached ? "now" : "next";
        const properties = { class: `is-${state}`, "aria-current": place === reached ? "true" : undefined };
        return h("li", properties, stage_name(each));
      }),
    );
    this.words.textContent = words;
    this.blast.textContent = blast_text;
  }
}

/** What is broken and who depends on it, in words; empty when nothing is. */
export function blast_words(document: DesignDocument, { broken, lines, reached }: Blast): string {
  if (broken.size + lines.size === 0) return "";
  const line_names = [...lines].map((id) => {
    const line = find_connection(document, id);
    return line === undefined ? id : connection_label(document, line);
  });
  const named = (ids: readonly string[]): string => ids.map((id) => component_label(document, id)).join(", ");
  const parts = [...broken].map((id) => component_label(document, id));
  const what = [...parts, ...line_names].slice(0, NAMED_MOST).join(", ");
  const first = t("Broken now: {what}.", { what });
  if (reached.size === 0) return `${first} ${t("All others can do without it.")}`;
  const few = [...reached].slice(0, NAMED_MOST);
  const more = reached.size - few.length;
  const who = more > 0 ? t("{names} and {more} more", { names: named(few), more }) : named(few);
  return `${first} ${t("Depends on it: {who}.", { who })}`;
}

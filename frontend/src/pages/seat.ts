/** A seat in a lecture: a design of one's own, what the teacher asks, and how it fares when it breaks. */

import { fixed_text } from "../design/quantities";
import { follow_lecture } from "../live/lecture_line";
import { h, refill } from "../panels/dom";
import { wire_side } from "./beside";
import { open_editor } from "./editing";
import { by_id, csrf_token, json_in_page, load_fragment } from "./page";
import { t } from "../words/words";

interface Seat {
  readonly question: string;
  readonly unit: string;
  readonly takes_answers: boolean;
  readonly answer: number | null;
  readonly run: string | null;
  readonly sentence: string;
  readonly trouble: string;
  readonly state: string;
  readonly ok_ratio: number | null;
  readonly why: string;
  readonly stands: number;
  readonly fell: number;
}

let shown_run: string | null = null;

function show(seat: Seat): void {
  by_id("seat-form").hidden = !seat.takes_answers;
  by_id("seat-question").textContent = seat.question;
  by_id("seat-unit").textContent = seat.unit;
  const said = seat.answer === null ? "" : t("You said {number}.", { number: `${seat.answer} ${seat.unit}`.trim() });
  by_id("seat-said").textContent = seat.takes_answers || said === "" ? said : `${seat.question} ${said}`;
  if (seat.run !== null && seat.run !== shown_run) {
    shown_run = seat.run;
    load_fragment(`/runs/${seat.run}/panel/`, "#run-slot");
  }
  refill(by_id("seat-fate"), ...fate(seat));
}

function fate(seat: Seat): HTMLElement[] {
  if (seat.trouble !== "") return [h("p", { class: "errors" }, seat.trouble)];
  if (seat.sentence === "") return [];
  const share = fixed_text(100 * (seat.ok_ratio ?? 0), 1);
  const ratio = seat.ok_ratio === null ? "" : ` ${t("{share} % went well since then.", { share })}`;
  const fell = t("Your design fell, at {why}.", { why: seat.why });
  const words = { stands: t("Your design stands."), fell }[seat.state] ?? "";
  return [
    h("h2", {}, seat.sentence),
    h("p", { class: `seat-${seat.state}` }, h("strong", {}, words), ratio),
    h("p", { class: "muted" }, t("{stands} stand, {fell} fell.", { stands: seat.stands, fell: seat.fell })),
  ];
}

async function answer(): Promise<void> {
  const number = (by_id("seat-number") as HTMLInputElement).value;
  const reply = await fetch(by_id("editor").dataset["answer"] ?? "", {
    method: "POST",
    headers: { "X-CSRFToken": csrf_token() },
    body: new URLSearchParams({ number }),
  });
  const told = (await reply.json()) as { error?: string };
  if (told.error) by_id("seat-said").textContent = told.error;
}

async function start(): Promise<void> {
  const editor = await open_editor();
  wire_side(editor);
  by_id("seat-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void answer().catch(() => (by_id("seat-said").textContent = t("The server could not be reached: say it again.")));
  });
  show(json_in_page<Seat>("state"));
  follow_lecture<Seat>(by_id("editor").dataset["lecture"] ?? "", show, (text) => {
    by_id("seat-line").textContent = text;
  });
}

void start();

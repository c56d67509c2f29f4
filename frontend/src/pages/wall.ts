/** The wall of a lecture: who is there, what they predict, who stands when it breaks, and why the others fell. */

import { fixed_text } from "../design/quantities";
import { h, refill } from "../panels/dom";
import { follow_lecture } from "../live/lecture_line";
import { by_id, csrf_token, json_in_page } from "./page";
import { t, tn } from "../words/words";

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

interface Learner {
  readonly name: string;
  readonly answer: number | null;
  readonly state: string;
  readonly ok_ratio: number | null;
  readonly why: string;
  readonly trouble: string;
}

interface Wall {
  readonly seats: number;
  readonly question: string;
  readonly unit: string;
  readonly takes_answers: boolean;
  readonly answers: number;
  readonly bins: readonly Bin[];
  readonly round: number;
  readonly running: number;
  readonly sentence: string;
  readonly reached: number;
  readonly injecting_s: number | null;
  readonly stands: number;
  readonly fell: number;
  readonly waits: number;
  readonly reasons: readonly { readonly why: string; readonly count: number }[];
  readonly people: readonly Learner[];
}

function show(wall: Wall): void {
  say("wall-seats", tn("{count} person is here", "{count} people are here", wall.seats));
  say("wall-question", wall.question);
  const answered = t("{answers} of {seats} have said a number", { answers: wall.answers, seats: wall.seats });
  say("wall-answers", wall.question === "" ? "" : answered);
  show_bins(wall.bins, wall.unit);
  const running = tn("{count} design is running.", "{count} designs are running.", wall.running);
  say("wall-running", wall.round === 0 ? "" : running);
  const took = wall.injecting_s === null ? "" : t(" in {seconds} s", { seconds: fixed_text(wall.injecting_s, 1) });
  const reached = tn("in {count} design", "in {count} designs", wall.reached);
  say("wall-injected", wall.sentence === "" ? "" : `${wall.sentence}: ${reached}${took}.`);
  for (const name of ["stands", "fell", "waits"] as const) say(`wall-${name}`, String(wall[name]));
  show_bar(wall);
  refill(by_id("wall-reasons"), ...wall.reasons.map(({ why, count }) => h("li", {}, t("{count} at {why}", {
    count,
    why,
  }))));
  refill(by_id("wall-people"), ...wall.people.map(row));
}

function row(learner: Learner): HTMLElement {
  const ratio = learner.ok_ratio === null ? "–" : `${fixed_text(100 * learner.ok_ratio, 1)} %`;
  const answer = learner.answer === null ? "–" : String(learner.answer);
  const fell = t("fell at {why}", { why: learner.why });
  const words = learner.trouble || ({ fell, stands: t("stands"), waits: t("waits") }[learner.state] ?? learner.state);
  const cells = [learner.name, answer, ratio, words].map((each) => h("td", {}, each));
  return h("tr", { class: `is-${learner.state}` }, ...cells);
}

function show_bins(bins: readonly Bin[], unit: string): void {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const columns = bins.map(({ from, to, count }) => {
    const bar = h("span", { class: "bin-bar" }, count === 0 ? "" : String(count));
    bar.style.setProperty("--share", String(count / most));
    return h("span", { class: "bin", title: t("{from} to {to} {unit}: {count}", {
      from,
      to,
      unit,
      count,
    }) }, bar, h("span", {}, String(from)));
  });
  refill(by_id("wall-bins"), ...columns);
}

function show_bar(wall: Wall): void {
  const all = Math.max(1, wall.stands + wall.fell + wall.waits);
  const bar = by_id("wall-bar");
  bar.style.setProperty("--stands", `${(100 * wall.stands) / all}%`);
  bar.style.setProperty("--fell", `${(100 * (wall.stands + wall.fell)) / all}%`);
}

function say(id: string, text: string): void {
  const host = by_id(id);
  if (host.textContent !== text) host.textContent = text;
}

async function send(form: HTMLFormElement): Promise<void> {
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  const error = by_id("wall-error");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "X-CSRFToken": csrf_token(), Accept: "application/json" },
      body: new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])),
    });
    const told = (await answer.json()) as { error?: string };
    error.textContent = told.error ?? "";
    error.hidden = answer.ok;
  } catch {
    error.textContent = t("The server could not be reached.");
    error.hidden = false;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-wall-form]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
}
show(json_in_page<Wall>("state"));
follow_lecture<Wall>(by_id("wall").dataset["lecture"] ?? "", show, (text) => say("wall-line", text));

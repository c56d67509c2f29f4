/** An interview: the server's panel beside the canvas, its clock, and curveballs on one's own design. */

import { is_locked, is_offered, refusal, type Limits } from "../design/terms";
import { wire_side } from "./beside";
import { Drafts } from "./drafts";
import { open_editor, type Editor } from "./editing";
import { listen_for_news } from "./news";
import { by_id, fresh_key, json_in_page, load_fragment } from "./page";

const TICK_MS = 1000;

async function start(): Promise<void> {
  const limits = json_in_page<Limits>("terms");
  let editor: Editor | null = null;
  editor = await open_editor({
    refusal: (transaction) => refusal(limits, editor?.document ?? { format: 1, name: "" }, transaction),
    offers: ({ type }) => is_offered(limits, type.name),
    is_locked: (ref) => is_locked(limits, ref),
    hidden: new Set(limits.hidden),
    foretells: true,
    before_run: () => Promise.resolve(null),
  });
  wire_side(editor);
  wire_panel(editor);
  new Clock().tick();
  follow_interviewer();
}

/** Whoever sits opposite may throw curveballs and swap places. */
function follow_interviewer(): void {
  const root = by_id("editor");
  let mark = "";
  listen_for_news(root.dataset["news"] ?? "", (news) => {
    if (news.next !== "") return location.assign(news.next);
    if (!is_writing()) {
      if (mark !== "" && news.mark !== mark) load_fragment(root.dataset["panel"] ?? "", "#lesson");
      mark = news.mark;
    }
    const shown = document.querySelector<HTMLElement>("#run-slot [data-run]")?.dataset["run"];
    if (news.run !== null && news.run !== shown) load_fragment(`/runs/${news.run}/panel/`, "#run-slot");
  });
}

/** A panel is not drawn anew under somebody's hands. */
function is_writing(): boolean {
  return by_id("lesson").querySelector("input:focus, textarea:focus, select:focus") !== null;
}

/** The panel is drawn by the server; here it keeps what is half written, and follows the runs. */
function wire_panel(editor: Editor): void {
  const panel = by_id("lesson");
  const drafts = new Drafts(panel, location.pathname);
  const renew = (): void => load_fragment(by_id("editor").dataset["panel"] ?? "", "#lesson");
  let is_alive = false;
  let stage = stage_in(panel);
  wire_forms(editor, panel);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const target = event.target as HTMLElement | null;
    if (target?.id === "lesson") {
      drafts.restore();
      wire_forms(editor, panel);
      stage = shown_from_its_beginning(panel, stage);
    } else if (target?.id === "run-slot" && target.querySelector("[data-run]") !== null && !is_alive) {
      is_alive = true;
      renew();
    }
  });
  editor.on_run_end(() => {
    is_alive = false;
    renew();
  });
}

function stage_in(panel: HTMLElement): string | undefined {
  return panel.querySelector<HTMLElement>("[data-stage]")?.dataset["stage"];
}

/** Another stage is read from its title on, wherever the one before was left. */
function shown_from_its_beginning(panel: HTMLElement, before: string | undefined): string | undefined {
  const stage = stage_in(panel);
  if (stage === undefined || stage === before) return before;
  panel.scrollTop = 0;
  document.getElementById("stage-title")?.focus({ preventScroll: true });
  return stage;
}

/** Each form is wired once: a key of its own, a design that is saved, the moment of the run that is seen. */
function wire_forms(editor: Editor, panel: HTMLElement): void {
  for (const form of panel.querySelectorAll<HTMLFormElement>("form[data-needs-saved]:not([data-wired])")) {
    form.dataset["wired"] = "yes";
    form.addEventListener("htmx:confirm", (event) => {
      const { issueRequest, question } = (event as CustomEvent<Confirmation>).detail;
      event.preventDefault();
      if (question && !window.confirm(question)) return;
      const key = form.querySelector<HTMLInputElement>("[name=key]");
      if (key !== null) key.value = fresh_key();
      void editor.is_saved().then((is_saved) => {
        if (is_saved) issueRequest(true);
      });
    });
  }
  const notice = panel.querySelector<HTMLFormElement>("form[data-notice]");
  notice?.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = (event as CustomEvent<{ parameters: FormData | Record<string, unknown> }>).detail;
    const clock = String(editor.run_clock_s);
    if (parameters instanceof FormData) parameters.set("clock_s", clock);
    else parameters["clock_s"] = clock;
  });
}

interface Confirmation {
  readonly issueRequest: (skip: boolean) => void;
  readonly question?: string;
}

/** Counts the seconds between two words of the server, which has the clock. */
class Clock {
  private drawn: HTMLElement | null = null;
  private since = 0;

  tick(): void {
    this.draw();
    window.setInterval(() => this.draw(), TICK_MS);
  }

  private draw(): void {
    const host = document.querySelector<HTMLElement>(".interview-clock");
    if (host !== this.drawn) [this.drawn, this.since] = [host, performance.now()];
    const words = document.getElementById("time-left");
    if (host === null || words === null) return;
    const gone = host.dataset["running"] === "yes" ? (performance.now() - this.since) / 1000 : 0;
    const left = Number(host.dataset["left"]) - gone;
    words.textContent = in_minutes(left);
    host.classList.toggle("is-late", left < 0);
  }
}

/** Without a sign: the words beside it say whether it is left or over. */
function in_minutes(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

void start();

/** A lesson: its steps beside the canvas, what is answered in them, and the runs that belong to them. */

import { is_locked, is_offered, refusal, type Limits } from "../design/terms";
import { Answers, type Answer, type AnswerState } from "./answers";
import { open_editor, type Editor, type Terms } from "./editing";
import { by_id, csrf_token, fresh_key, json_in_page, load_fragment } from "./page";
import { wire_side } from "./beside";
import { Sketch } from "./sketch";
import { t } from "../words/words";

const WIDGETS = "[data-value]";

async function start(): Promise<void> {
  const limits = json_in_page<Limits>("terms");
  const lesson = new Lesson();
  const terms: Terms = {
    refusal: (transaction) => refusal(limits, lesson.editor?.document ?? { format: 1, name: "" }, transaction),
    offers: ({ type }) => is_offered(limits, type.name),
    is_locked: (ref) => is_locked(limits, ref),
    hidden: new Set(limits.hidden),
    foretells: false,
    before_run: () => lesson.why_not_run(),
  };
  lesson.editor = await open_editor(terms);
  lesson.wire();
}

class Lesson {
  editor: Editor | null = null;
  private readonly attempt = by_id("editor").dataset["attempt"] ?? "";
  private readonly steps = [...document.querySelectorAll<HTMLElement>("[data-part]")];
  private readonly answers: Answers;
  private readonly sketches = new Map<string, Sketch>();

  constructor() {
    this.answers = new Answers(this.attempt, json_in_page<Record<string, Answer>>("answers"), (step, state, words) =>
      this.show_state(step, state, words),
    );
  }

  wire(): void {
    for (const host of document.querySelectorAll<HTMLElement>("[data-answer]")) this.wire_answer(host);
    this.wire_steps();
    wire_side(this.editor);
    this.wire_check();
    this.wire_runs();
    this.mark_steps();
    this.show_outcomes();
  }

  /** Whatever must be predicted before a step's run, in order, that is not; a reason to show, or null. */
  async why_not_run(): Promise<string | null> {
    if (!(await this.answers.flush())) return t("Your answer is not saved yet, so the run cannot start.");
    const missing = this.steps
      .slice(0, this.position)
      .find(({ dataset }) => dataset["kind"] === "predict" && !this.answers.is_answered(dataset["part"] ?? ""));
    if (missing === undefined) return null;
    this.go(missing.dataset["part"] ?? "");
    return t("Say first what you expect: a prediction that comes after the run is none.");
  }

  private get position(): number {
    return this.steps.findIndex((step) => !step.hidden);
  }

  private get current(): HTMLElement | undefined {
    return this.steps[this.position];
  }

  private wire_answer(host: HTMLElement): void {
    const step = host.dataset["answer"] ?? "";
    const value = this.answers.taken_up(step);
    const sheet = host.querySelector<HTMLElement>("[data-sketch]");
    if (sheet !== null) {
      const sketch = new Sketch(sheet, (values) => {
        if (values.every((each) => each !== null)) this.answers.say(step, values);
        else this.show_state(step, "none", t("Draw the whole curve, from the left edge to the right one."));
      });
      this.sketches.set(step, sketch);
    }
    this.fill(host, value);
    for (const widget of host.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(WIDGETS)) {
      const is_choice = widget instanceof HTMLInputElement && widget.type === "radio";
      widget.addEventListener(is_choice ? "change" : "input", () => {
        if (widget.value.trim() !== "") this.answers.say(step, widget.value.trim());
      });
    }
    if (this.answers.is_final(step)) this.show_state(step, "final", t("It stands as it was before the first run."));
  }

  private fill(host: HTMLElement, value: unknown): void {
    const step = host.dataset["answer"] ?? "";
    if (Array.isArray(value)) this.sketches.get(step)?.show(value as number[]);
    for (const widget of host.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(WIDGETS)) {
      if (widget instanceof HTMLInputElement && widget.type === "radio") widget.checked = widget.value === value;
      else if (typeof value === "string" || typeof value === "number") widget.value = String(value);
    }
    if (value === undefined) this.sketches.get(step)?.show([]);
  }

  private show_state(step: string, state: AnswerState, words: string): void {
    const host = document.querySelector<HTMLElement>(`[data-answer="${step}"]`);
    if (host === null) return;
    const line = host.querySelector<HTMLElement>(".answer-state");
    if (line !== null && line.textContent !== words) line.textContent = words;
    host.dataset["state"] = state;
    const is_final = state === "final" || this.answers?.is_final(step);
    if (state === "other" || is_final) this.fill(host, this.answers.stored(step));
    for (const widget of host.querySelectorAll<HTMLInputElement>(WIDGETS)) widget.disabled = is_final;
    const sketch = this.sketches.get(step);
    if (sketch !== undefined) sketch.disabled = is_final;
    this.mark_steps();
  }

  private wire_steps(): void {
    by_id("step-next").addEventListener("click", () => this.move(1));
    by_id("step-previous").addEventListener("click", () => this.move(-1));
    for (const dot of document.querySelectorAll<HTMLElement>("[data-go]"))
      dot.addEventListener("click", () => this.go(dot.dataset["go"] ?? ""));
  }

  private move(by: number): void {
    const next = this.steps[this.position + by];
    if (next !== undefined) this.go(next.dataset["part"] ?? "");
  }

  /** Shows a step, and lets the server know where the person is. */
  private go(name: string): void {
    for (const step of this.steps) step.hidden = step.dataset["part"] !== name;
    this.mark_steps();
    this.show_outcomes();
    by_id("lesson").scrollTop = 0;
    document.getElementById(`title-${name}`)?.focus({ preventScroll: true });
    const body = new URLSearchParams({ step: name });
    void fetch(`/learn/attempts/${this.attempt}/step/`, {
      method: "POST",
      headers: { "X-CSRFToken": csrf_token() },
      body,
      keepalive: true,
    }).catch(() => undefined);
  }

  private mark_steps(): void {
    const at = this.position;
    (by_id("step-previous") as HTMLButtonElement).disabled = at <= 0;
    by_id("step-next").hidden = at >= this.steps.length - 1;
    document.querySelectorAll<HTMLElement>("[data-go]").forEach((dot, index) => {
      const step = dot.dataset["go"] ?? "";
      if (index === at) dot.setAttribute("aria-current", "true");
      else dot.removeAttribute("aria-current");
      dot.classList.toggle("is-done", index < at || this.answers?.is_answered(step) === true);
    });
  }

  private wire_check(): void {
    const form = document.querySelector<HTMLFormElement>("#check-form");
    form?.addEventListener("htmx:confirm", (event) => {
      const { issueRequest } = (event as CustomEvent<{ issueRequest: (skip: boolean) => void }>).detail;
      event.preventDefault();
      (form.querySelector("[name=key]") as HTMLInputElement).value = fresh_key();
      void Promise.all([this.editor?.is_saved(), this.answers.flush()]).then(([is_saved, is_answered]) => {
        if (is_saved === true && is_answered) issueRequest(true);
        else by_id("verdict-slot").textContent = t("The design is not saved yet, so it cannot be checked.");
      });
    });
  }

  /** A run that has begun makes the predictions before it final; one that has ended is explained. */
  private wire_runs(): void {
    document.body.addEventListener("htmx:afterSwap", (event) => {
      const target = event.target as HTMLElement | null;
      if (target?.id !== "run-slot" || target.querySelector("[data-run]") === null) return;
      const before = this.steps.slice(0, this.position).filter(({ dataset }) => dataset["kind"] === "predict");
      if (this.current?.querySelector("[data-starts-run]"))
        this.answers.become_final(before.map(({ dataset }) => dataset["part"] ?? ""));
    });
    this.editor?.on_run_end(() => this.show_outcomes());
  }

  private show_outcomes(): void {
    const slot = this.current?.querySelector<HTMLElement>("[data-outcome]");
    if (slot) load_fragment(slot.dataset["outcome"] ?? "", `#${slot.id}`);
  }
}

void start();

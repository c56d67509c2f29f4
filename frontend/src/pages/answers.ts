/** What a person says at the steps of a lesson: saved by itself, kept in this browser until the server has it. */

import { forget, recall, remember } from "./memory";
import { csrf_token } from "./page";
import { t } from "../words/words";

/** An answer as the server knows it; `version` 0 means that there is none. */
export interface Answer {
  readonly value: unknown;
  readonly version: number;
  readonly is_final: boolean;
}

export type AnswerState = "none" | "saved" | "saving" | "not_saved" | "other" | "final" | "refused";

interface Draft {
  readonly value: unknown;
  readonly version: number;
}

const QUIET_MS = 600;
const RETRY_MS = 3000;

/** The answers of one attempt. `on_change` is told when the state of a step is another. */
export class Answers {
  private readonly timers = new Map<string, number>();
  private readonly drafts = new Map<string, unknown>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly attempt: string,
    private readonly known: Record<string, Answer>,
    private readonly on_change: (step: string, state: AnswerState, words: string) => void,
  ) {
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.flush();
    });
    window.addEventListener("pagehide", () => void this.flush());
  }

  /** What the page shows of a step at first: what could not be saved last time, else what the server has. */
  taken_up(step: string): unknown {
    const text = recall(this.draft_name(step));
    const known = this.known[step];
    if (text === null || known?.is_final === true) return known?.value;
    const draft = JSON.parse(text) as Draft;
    if (draft.version !== (known?.version ?? 0)) {
      // Another tab has answered since: what is stored stands, and the draft is not lost before a person has seen it.
      this.on_change(step, "other", t("Answered elsewhere. Here you had: {name}", { name: words_of(draft.value) }));
      forget(this.draft_name(step));
      return known?.value;
    }
    this.say(step, draft.value);
    return draft.value;
  }

  is_answered(step: string): boolean {
    return (this.known[step]?.version ?? 0) > 0;
  }

  is_final(step: string): boolean {
    return this.known[step]?.is_final === true;
  }

  /** Notes what was said; it is sent a moment later. */
  say(step: string, value: unknown): void {
    if (this.is_final(step)) return;
    this.drafts.set(step, value);
    remember(this.draft_name(step), JSON.stringify({ value, version: this.version(step) } satisfies Draft));
    this.on_change(step, "saving", "saving …");
    window.clearTimeout(this.timers.get(step));
    this.timers.set(
      step,
      window.setTimeout(() => void this.save(step), QUIET_MS),
    );
  }

  /** Sends what is not stored yet; says whether the server has everything. */
  async flush(): Promise<boolean> {
    for (const step of [...this.drafts.keys()]) await this.save(step);
    return this.drafts.size === 0;
  }

  private version(step: string): number {
    return this.known[step]?.version ?? 0;
  }

  private draft_name(step: string): string {
    return `answer:${this.attempt}:${step}`;
  }

  private retry(): void {
    void this.flush();
  }

  private async save(step: string): Promise<void> {
    window.clearTimeout(this.timers.get(step));
    while (this.running.has(step)) await this.running.get(step);
    if (!this.drafts.has(step)) return;
    const sending = this.put(step, this.drafts.get(step)).finally(() => this.running.delete(step));
    this.running.set(step, sending);
    await sending;
  }

  private async put(step: string, value: unknown): Promise<void> {
    let answer: Response;
    try {
      answer = await fetch(`/learn/attempts/${this.attempt}/answers/${step}/`, {
        method: "PUT",
        keepalive: true,
        headers: {
          "Content-Type": "application/json",
          "If-Match": `"${this.version(step)}"`,
          "X-CSRFToken": csrf_token(),
        },
        body: JSON.stringify({ value }),
      });
    } catch {
      return this.fail(step, t("no connection; it is kept in this browser"));
    }
    if (answer.status === 200) return this.succeed(step, value, (await answer.json()) as { version: number });
    if (answer.status === 409) return this.give_way(step, (await answer.json()) as Answer);
    if (answer.status === 422) {
      const { errors } = (await answer.json()) as { errors: readonly { message: string }[] };
      this.drafts.delete(step);
      return this.on_change(step, "refused", errors[0]?.message ?? t("This cannot be an answer."));
    }
    this.fail(step, t("the server answered {status}", { status: answer.status }));
  }

  private succeed(step: string, value: unknown, { version }: { version: number }): void {
    this.known[step] = { value, version, is_final: false };
    if (this.drafts.get(step) !== value) return this.say(step, this.drafts.get(step));
    this.drafts.delete(step);
    forget(this.draft_name(step));
    this.on_change(step, "saved", "saved ✓");
  }

  /** Another tab was quicker, or a run has made the answer final: the server's answer stands and is shown. */
  private give_way(step: string, other: Answer): void {
    const mine = this.drafts.get(step);
    this.known[step] = other;
    this.drafts.delete(step);
    forget(this.draft_name(step));
    if (other.is_final) return this.on_change(step, "final", t("It stands as it was before the first run."));
    this.on_change(step, "other", t("Answered elsewhere. Here you had: {name}", { name: words_of(mine) }));
  }

  private fail(step: string, reason: string): void {
    this.on_change(step, "not_saved", t("not saved: {reason}", { reason }));
    window.clearTimeout(this.timers.get(step));
    this.timers.set(
      step,
      window.setTimeout(() => void this.save(step), RETRY_MS),
    );
  }

  /** The value that the server has. */
  stored(step: string): unknown {
    return this.known[step]?.value;
  }

  /** A run has begun: what was predicted before it stands. */
  become_final(steps: readonly string[]): void {
    for (const step of steps) {
      const known = this.known[step];
      if (known === undefined || known.version === 0) continue;
      this.known[step] = { ...known, is_final: true };
      this.on_change(step, "final", t("It stands as it was before the first run."));
    }
  }
}

function words_of(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "a sketch";
}

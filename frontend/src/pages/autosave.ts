/** Saves the design by itself, loses nothing when it cannot, and says how it stands. */

import type { DesignDocument } from "../design/document";
import type { DesignStore } from "../design/store";
import type { Problem } from "../panels/context";
import { forget, recall, remember } from "./memory";
import { csrf_token } from "./page";
import { t } from "../words/words";

export type SaveState =
  | { readonly is: "saved" }
  | { readonly is: "changed" }
  | { readonly is: "saving" }
  | { readonly is: "not_saved"; readonly reason: string }
  | { readonly is: "conflict"; readonly version: number; readonly document: DesignDocument };

interface Draft {
  readonly version: number;
  readonly document: DesignDocument;
}

const QUIET_MS = 800;
const RETRY_MS = 3000;
const KEEPALIVE_BYTES = 60_000;

export class Autosave {
  problems: readonly Problem[] = [];
  state: SaveState = { is: "saved" };
  private timer: number | undefined;
  private running: Promise<void> | null = null;
  private stored: DesignDocument;

  constructor(
    private readonly design: string,
    private version: number,
    private readonly store: DesignStore,
    private readonly on_change: (autosave: Autosave) => void,
  ) {
    this.stored = store.document;
    store.subscribe((now, before) => {
      if (now.document !== before.document) this.note();
    });
    window.addEventListener("online", () => this.retry());
    window.addEventListener("pagehide", () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.hurry();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.state.is === "conflict") event.preventDefault();
    });
    this.take_up_draft();
  }

  /** Saves now and says whether the server has what is on the screen. */
  async flush(): Promise<boolean> {
    window.clearTimeout(this.timer);
    while (this.running !== null) await this.running;
    if (this.is_behind() && this.state.is !== "conflict") await this.save();
    return !this.is_behind();
  }

  /** Settles a conflict: either this page's document overwrites the other, or it gives way. */
  settle(keep: "mine" | "other"): void {
    if (this.state.is !== "conflict") return;
    const { version, document: other } = this.state;
    this.version = version;
    this.become({ is: "changed" });
    if (keep === "mine") return void this.save();
    this.stored = other;
    this.store.replace(other);
    forget(this.draft_name);
    this.become({ is: "saved" });
  }

  private get draft_name(): string {
    return `draft:${this.design}`;
  }

  private is_behind(): boolean {
    return this.stored !== this.store.document;
  }

  private note(): void {
    if (!this.is_behind()) return;
    remember(this.draft_name, JSON.stringify({ version: this.version, document: this.store.document } satisfies Draft));
    if (this.state.is === "conflict") return;
    if (this.running === null) this.become({ is: "changed" });
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), QUIET_MS);
  }

  /** What this browser kept when it could not save last time. */
  private take_up_draft(): void {
    const text = recall(this.draft_name);
    if (text === null) return;
    const draft = JSON.parse(text) as Draft;
    if (JSON.stringify(draft.document) === JSON.stringify(this.store.document)) return forget(this.draft_name);
    const server_document = this.store.document;
    const server_version = this.version;
    this.version = draft.version;
    this.store.replace(draft.document);
    if (draft.version !== server_version)
      this.become({ is: "conflict", version: server_version, document: server_document });
  }

  private save(): Promise<void> {
    this.running = this.put(this.store.document).finally(() => (this.running = null));
    return this.running;
  }

  private async put(saving: DesignDocument, keepalive = false): Promise<void> {
    this.become({ is: "saving" });
    let answer: Response;
    try {
      answer = await fetch(`/designs/${this.design}/document/`, {
        method: "PUT",
        keepalive,
        headers: { "Content-Type": "application/json", "If-Match": `"${this.version}"`, "X-CSRFToken": csrf_token() },
        body: JSON.stringify(saving),
      });
    } catch {
      return this.fail(t("no connection; your work is kept in this browser"));
    }
    if (answer.status === 200)
      return this.succeed(saving, (await answer.json()) as { version: number; problems: Problem[] });
    if (answer.status === 409) {
      const { version, document: other } = (await answer.json()) as Draft;
      return this.become({ is: "conflict", version, document: other });
    }
    if (answer.status === 422) {
      this.problems = ((await answer.json()) as { errors: Problem[] }).errors;
      return this.become({ is: "not_saved", reason: this.problems[0]?.message ?? t("the document was refused") });
    }
    this.fail(
      answer.status === 404 ? t("this design is gone or no longer yours") : t("the server answered {status}", {
        status: answer.status,
      }),
    );
  }

  private succeed(
    saving: DesignDocument,
    { version, problems }: { version: number; problems: readonly Problem[] },
  ): void {
    this.version = version;
    this.stored = saving;
    this.problems = problems;
    if (!this.is_behind()) forget(this.draft_name);
    this.become({ is: this.is_behind() ? "changed" : "saved" });
    if (this.is_behind()) this.note();
  }

  private fail(reason: string): void {
    this.become({ is: "not_saved", reason });
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.retry(), RETRY_MS);
  }

  private retry(): void {
    if (this.state.is === "not_saved" && this.running === null) void this.flush();
  }

  /** The page may go away: whatever is not stored yet is sent along. */
  private hurry(): void {
    if (!this.is_behind() || this.running !== null || this.state.is === "conflict") return;
    window.clearTimeout(this.timer);
    const is_short = JSON.stringify(this.store.document).length < KEEPALIVE_BYTES;
    this.running = this.put(this.store.document, is_short).finally(() => (this.running = null));
  }

  private become(state: SaveState): void {
    this.state = state;
    this.on_change(this);
  }
}

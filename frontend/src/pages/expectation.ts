/** Asks the server what to expect of the design that is drawn, after each edit. */

import { components_of, type DesignDocument } from "../design/document";
import type { Estimate, Expected } from "../design/estimate";
import type { DesignStore } from "../design/store";
import { csrf_token } from "./page";
import { t } from "../words/words";

/** The server is asked at most so often: at once after a pause, and together for edits that follow one another. */
const SPACING_MS = 250;

export class Expectation {
  /** The last estimate; null until there is one. */
  now: Expected | null = null;
  private timer: number | undefined;
  private asking: AbortController | null = null;
  private asked_at_ms = -SPACING_MS;

  /** `is_wanted` says whether anybody would see it; `on_change` is told when `now` is another. */
  constructor(
    private readonly design: string,
    private readonly store: DesignStore,
    private readonly is_wanted: () => boolean,
    private readonly on_change: () => void,
  ) {
    store.subscribe((now, before) => {
      if (now.document !== before.document) this.renew();
    });
  }

  /** Asks again, at once where nothing was asked a moment ago; what is asked for already is given up. */
  renew(): void {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    const wait_ms = Math.max(0, this.asked_at_ms + SPACING_MS - performance.now());
    this.timer = window.setTimeout(() => void this.ask(this.store.document), wait_ms);
  }

  private async ask(document: DesignDocument): Promise<void> {
    if (!this.is_wanted()) return;
    if (components_of(document).length === 0) return this.become(null);
    this.asked_at_ms = performance.now();
    const asking = new AbortController();
    this.asking = asking;
    let next: Expected | null;
    try {
      next = await this.fetch_expected(document, asking.signal);
    } catch {
      next = this.doubted(t("There is no connection."));
    }
    if (!asking.signal.aborted) this.become(next);
  }

  private become(next: Expected | null): void {
    this.now = next;
    this.on_change();
  }

  /** The estimate; what cannot be estimated keeps the last one, with the reason for doubt. */
  private async fetch_expected(document: DesignDocument, signal: AbortSignal): Promise<Expected | null> {
    const answer = await fetch(`/designs/${this.design}/estimate/`, {
      method: "POST",
      signal,
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf_token() },
      body: JSON.stringify(document),
    });
    if (answer.ok) return { estimate: (await answer.json()) as Estimate, doubt: "" };
    if (answer.status !== 422) return this.doubted(t("The server answered {status}.", { status: answer.status }));
    const { errors } = (await answer.json()) as { errors: readonly { message: string }[] };
    return this.doubted(errors[0]?.message ?? t("It cannot be estimated now."));
  }

  private doubted(doubt: string): Expected | null {
    return this.now === null ? null : { ...this.now, doubt };
  }
}

/** Fixes of the report: applied to the design with one click, run again, and set beside the run before. */

import type { OtherRun } from "../charts/strip";
import { word_button } from "../charts/controls";
import { fix_transaction, type Fix } from "../design/fixes";
import type { DesignStore } from "../design/store";
import { t } from "../words/words";

interface Workbench {
  readonly store: DesignStore;
  /** The run whose report is read. */
  run(): string | null;
  start_run(): void;
}

export class Fixing {
  /** The run that a fix was read off; the next run is laid beside it. */
  private before: OtherRun | null = null;

  constructor(private readonly bench: Workbench) {
    document.body.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-fix] [data-apply]");
      if (button === null) return;
      event.preventDefault();
      this.apply(button);
    });
  }

  /** What a new run is to be compared with, once; null when no fix was applied before it. */
  taken(run: string): OtherRun | null {
    if (this.before === null || this.before.id === run) return null;
    const { before } = this;
    this.before = null;
    return before;
  }

  private apply(button: HTMLElement): void {
    const place = button.closest<HTMLElement>("[data-fix]");
    const said = place?.querySelector<HTMLElement>(".fix-said") ?? null;
    if (place === null || said === null) return;
    const made = fix_transaction(this.bench.store.document, JSON.parse(place.dataset["fix"] ?? "null") as Fix);
    if ("reason" in made) return void (said.textContent = made.reason);
    const { document: before } = this.bench.store;
    this.bench.store.commit(made);
    // A page that limits what may be changed has said why.
    if (this.bench.store.document === before) return;
    const run = this.bench.run();
    if (run !== null) this.before = { id: run, name: t("the run before") };
    button.hidden = true;
    const { document: after } = this.bench.store;
    const back = (): void => {
      if (this.bench.store.document !== after)
        return void said.replaceChildren(t("You have changed the design since: take it back with Undo."));
      this.bench.store.undo();
      this.before = null;
      button.hidden = false;
      said.replaceChildren(t("Taken back."));
    };
    said.replaceChildren(
      t("Applied."),
      word_button(t("Run again"), () => this.bench.start_run()),
      word_button(t("Take back"), back),
    );
  }
}

/** The one mutable thing of the design room: it holds the present history and tells who listens. */

import type { Transaction } from "./change";
import type { DesignDocument, Ref } from "./document";
import { begin, commit, redo, select, undo, type History } from "./history";

export type Listener = (now: History, before: History) => void;

export class DesignStore {
  private history: History;
  /** Asked before a change is made; a page that limits what may be changed answers false. */
  guard: (transaction: Transaction) => boolean = () => true;
  private readonly listeners = new Set<Listener>();

  constructor(document: DesignDocument) {
    this.history = begin(document);
  }

  get now(): History {
    return this.history;
  }

  get document(): DesignDocument {
    return this.history.document;
  }

  get selection(): readonly Ref[] {
    return this.history.selection;
  }

  commit(transaction: Transaction): void {
    if (this.guard(transaction)) this.become(commit(this.history, transaction));
  }

  undo(): void {
    this.become(undo(this.history));
  }

  redo(): void {
    this.become(redo(this.history));
  }

  select(selection: readonly Ref[]): void {
    this.become(select(this.history, selection));
  }

  /** Takes another document, such as the one that a second tab saved; the past belongs to the old one and goes. */
  replace(document: DesignDocument): void {
    this.become(begin(document));
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private become(next: History): void {
    if (next === this.history) return;
    const before = this.history;
    this.history = next;
    for (const listener of this.listeners) listener(next, before);
  }
}

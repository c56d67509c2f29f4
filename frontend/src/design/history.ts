/** A design with its past and its future: undo is a by-product of changes that know what was before. */

import { apply_changes, compacted, inverted, type Transaction } from "./change";
import type { DesignDocument, Ref } from "./document";

interface Step {
  readonly transaction: Transaction;
  readonly selection_before: readonly Ref[];
  readonly selection_after: readonly Ref[];
}

export interface History {
  readonly document: DesignDocument;
  readonly selection: readonly Ref[];
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

const STEPS_KEPT = 200;

export function begin(document: DesignDocument): History {
  return { document, selection: [], past: [], future: [] };
}

/** Applies a transaction; what had been undone is forgotten. */
export function commit(history: History, transaction: Transaction): History {
  if (transaction.changes.length === 0) return history;
  const selection = transaction.selection ?? history.selection;
  const step = { transaction, selection_before: history.selection, selection_after: selection };
  return {
    document: apply_changes(history.document, transaction.changes),
    selection,
    past: with_step(history.past, step),
    future: [],
  };
}

function with_step(past: readonly Step[], step: Step): readonly Step[] {
  const last = past.at(-1);
  const is_merged =
    last !== undefined && step.transaction.merge !== undefined && last.transaction.merge === step.transaction.merge;
  if (!is_merged) return [...past, step].slice(-STEPS_KEPT);
  const changes = compacted([...last.transaction.changes, ...step.transaction.changes]);
  return [
    ...past.slice(0, -1),
    { ...step, transaction: { ...step.transaction, changes }, selection_before: last.selection_before },
  ];
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  return {
    document: apply_changes(history.document, inverted(step.transaction.changes)),
    selection: step.selection_before,
    past: history.past.slice(0, -1),
    future: [...history.future, step],
  };
}

export function redo(history: History): History {
  const step = history.future.at(-1);
  if (step === undefined) return history;
  return {
    document: apply_changes(history.document, step.transaction.changes),
    selection: step.selection_after,
    past: [...history.past, step],
    future: history.future.slice(0, -1),
  };
}

/** Chooses something else; the past is not touched, but what is typed next is undone by itself. */
export function select(history: History, selection: readonly Ref[]): History {
  const last = history.past.at(-1);
  if (last?.transaction.merge === undefined) return { ...history, selection };
  const { merge: _ended, ...closed } = last.transaction;
  return { ...history, selection, past: [...history.past.slice(0, -1), { ...last, transaction: closed }] };
}

/** What the panels work with; the pages provide it. */

import type { Catalogue } from "../design/catalogue";
import type { Ref, Value } from "../design/document";
import type { Expected } from "../design/estimate";
import type { DesignStore } from "../design/store";

/** A sentence about one place of the document, from the server. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What a person does to a running run. */
export interface Intervention {
  readonly failure: string;
  readonly target: string;
  readonly parameters: Readonly<Record<string, Value>>;
  readonly heal: boolean;
}

/** A live number as the inspector lists it. */
export interface LiveFact {
  readonly label: string;
  readonly text: string;
  /** What it is, for who asks why: the table and the name of its metric, such as "component:utilisation". */
  readonly why?: string;
}

export interface PanelContext {
  readonly catalogue: Catalogue;
  readonly store: DesignStore;
  readonly is_editable: boolean;
  /** Whether this one thing may not be changed although the design may. */
  is_locked(ref: Ref): boolean;
  /** Whether a run is on that can be intervened in. */
  can_break(): boolean;
  /** Whether a failure was done to a target in this run and not healed since. */
  is_broken(failure: string, target: string): boolean;
  /** What a parameter of a target was changed to in this run: null for its default, undefined when it was not. */
  changed_to(target: string, parameter: string): Value | null | undefined;
  /** Sends an intervention; gives the reason when it is refused, else null. */
  intervene(intervention: Intervention): Promise<string | null>;
  problems(): readonly Problem[];
  /** What is expected before any run; null when there is nothing to expect or a run is shown. */
  expected(): Expected | null;
  /** Starts an arrow that follows the pointer. */
  begin_connection(from: string): void;
  /** Does something of the table of actions with what is chosen. */
  act(name: string): void;
}

/** The context as one thing sees it: whoever is locked is not editable. */
export function own_context(context: PanelContext, ref: Ref): PanelContext {
  return context.is_editable && context.is_locked(ref) ? { ...context, is_editable: false } : context;
}

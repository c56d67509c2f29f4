/** Setting several components at once. */

import { find_type, type Catalogue, type Parameter } from "./catalogue";
import type { Transaction } from "./change";
import { components_of, type Component, type DesignDocument, type Value } from "./document";
import { set_parameter } from "./edits";
import { tn } from "../words/words";

/** A parameter that several components have, and what it is there; `is_mixed` when they do not agree. */
export interface Common {
  readonly parameter: Parameter;
  readonly value: Value | undefined;
  readonly is_mixed: boolean;
}

/** The parameters that all of these components have in the same unit and with the same choices. */
export function common_parameters(
  catalogue: Catalogue,
  document: DesignDocument,
  ids: readonly string[],
): readonly Common[] {
  const chosen = components_of(document).filter(({ id }) => ids.includes(id));
  const types = [...new Set(chosen.map(({ type }) => type))].map((type) => find_type(catalogue, type));
  const [first, ...others] = types;
  if (first === undefined || others.some((type) => type === undefined)) return [];
  return first.parameters
    .filter((parameter) => others.every((type) => type?.parameters.some((other) => is_alike(parameter, other))))
    .map((parameter) => common(parameter, chosen, catalogue));
}

function is_alike(one: Parameter, other: Parameter): boolean {
  return (
    one.name === other.name &&
    one.kind === other.kind &&
    one.unit === other.unit &&
    one.choices.join() === other.choices.join()
  );
}

function common(parameter: Parameter, chosen: readonly Component[], catalogue: Catalogue): Common {
  // Where nothing is set, the default of its own type holds.
  const shown = chosen.map(({ type, parameters }) => {
    const own = find_type(catalogue, type)?.parameters.find(({ name }) => name === parameter.name);
    return parameters?.[parameter.name] ?? own?.default ?? null;
  });
  const is_mixed = shown.some((value) => value !== shown[0]);
  return { parameter, value: is_mixed ? undefined : (shown[0] ?? undefined), is_mixed };
}

/** One parameter of several components set to one value, or left to their defaults, as one step. */
export function set_parameters(
  document: DesignDocument,
  ids: readonly string[],
  name: string,
  value: Value | undefined,
): Transaction {
  const steps = ids.map((id) => set_parameter(document, id, name, value));
  return {
    label: tn("Change {count} component", "Change {count} components", ids.length),
    changes: steps.flatMap(({ changes }) => changes),
    merge: `bulk:${ids.join(",")}:${name}`,
  };
}

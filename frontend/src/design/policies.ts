/** The policies of a connection beyond its own fields: added, changed and taken away whole. Each maker is pure. */

import type { Catalogue, PolicyType } from "./catalogue";
import type { Transaction } from "./change";
import { connections_of, type Connection, type DesignDocument, type Parameters, type Value } from "./document";
import { in_a_sentence, t } from "../words/words";

export type Policies = Readonly<Record<string, Parameters>>;

/** What a connection has, by name; a policy that is null counts as left out. */
export function policies_of(connection: Connection): Policies {
  const listed = Object.entries((connection["policies"] ?? {}) as Readonly<Record<string, Parameters | null>>);
  return Object.fromEntries(listed.filter((each): each is [string, Parameters] => each[1] !== null));
}

/** The policies of the catalogue that a connection could have and does not have yet. */
export function missing_policies(catalogue: Catalogue, connection: Connection): readonly PolicyType[] {
  const present = policies_of(connection);
  return catalogue.policies.filter(
    ({ name, publishes }) => !(name in present) && publishes === (connection["kind"] === "publish"),
  );
}

/** Adds a policy with its defaults. */
export function add_policy(document: DesignDocument, id: string, type: PolicyType): Transaction {
  return changed(document, id, t("Add {name}", {
    name: in_a_sentence(type.label),
  }), (before) => ({ ...before, [type.name]: {} }));
}

/** Takes a policy away. */
export function remove_policy(document: DesignDocument, id: string, type: PolicyType): Transaction {
  return changed(document, id, t("Remove {name}", { name: in_a_sentence(type.label) }), (before) => {
    const { [type.name]: _gone, ...rest } = before;
    return rest;
  });
}

/** Sets a parameter of a policy; undefined takes it back to its default and keeps the policy. */
export function set_policy_parameter(
  document: DesignDocument,
  id: string,
  type: PolicyType,
  name: string,
  value: Value | undefined,
): Transaction {
  return changed(document, id, t("Change {name}", { name: in_a_sentence(type.label) }), (before) => {
    const { [name]: _before, ...rest } = before[type.name] ?? {};
    return { ...before, [type.name]: value === undefined ? rest : { ...rest, [name]: value } };
  });
}

function changed(
  document: DesignDocument,
  id: string,
  label: string,
  change: (before: Policies) => Policies,
): Transaction {
  const index = connections_of(document).findIndex((connection) => connection.id === id);
  const before = connections_of(document)[index];
  if (before === undefined) return { label: "", changes: [] };
  const policies = change(policies_of(before));
  const { policies: _before, ...rest } = before;
  const after = (Object.keys(policies).length === 0 ? rest : { ...rest, policies }) as Connection;
  return { label, changes: [{ collection: "connections", id, index, before, after }] };
}

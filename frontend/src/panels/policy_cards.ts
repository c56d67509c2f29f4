/** The policies of a connection that can be added and removed: a card each, drawn from the catalogue. */

import type { Parameter, PolicyType } from "../design/catalogue";
import type { Connection } from "../design/document";
import { add_policy, missing_policies, policies_of, remove_policy, set_policy_parameter } from "../design/policies";
import { more } from "./component_inspector";
import type { PanelContext } from "./context";
import { glyph, h } from "./dom";
import { field } from "./fields";
import { taking } from "./taking";
import { t } from "../words/words";

/** Null when there is nothing to show and nothing to add. */
export function policy_section(context: PanelContext, connection: Connection): HTMLElement | null {
  const present = policies_of(connection);
  const types = context.catalogue.policies.filter(({ name }) => name in present);
  const missing = context.is_editable ? missing_policies(context.catalogue, connection) : [];
  if (types.length === 0 && missing.length === 0) return null;
  return h(
    "section",
    { "aria-label": t("Protection") },
    h("h3", {}, t("Protection")),
    ...types.map((type) => card(context, connection, type)),
    missing.length > 0 && adding(context, connection, missing),
  );
}

function card(context: PanelContext, connection: Connection, type: PolicyType): HTMLElement {
  const { store } = context;
  const values = policies_of(connection)[type.name];
  const row = (parameter: Parameter): HTMLElement =>
    field(parameter, {
      key: `policy-${connection.id}-${type.name}-${parameter.name}`,
      value: values?.[parameter.name],
      is_locked: !context.is_editable,
      on_change: (value) =>
        store.commit(set_policy_parameter(store.document, connection.id, type, parameter.name, value)),
    });
  const advanced = type.parameters.filter((parameter) => parameter.advanced).map(row);
  return h(
    "fieldset",
    { class: "policy-card", "data-help-title": type.label, "data-help": type.help },
    h("legend", {}, type.label),
    context.is_editable && removal(context, connection, type),
    ...type.parameters.filter((parameter) => !parameter.advanced).map(row),
    advanced.length > 0 && more(t("More"), `more-policy-${type.name}`, advanced),
  );
}

function removal(context: PanelContext, connection: Connection, type: PolicyType): HTMLElement {
  const name = t("Remove {label}", { label: type.label });
  const remove_it = (): void => context.store.commit(remove_policy(context.store.document, connection.id, type));
  return h(
    "button",
    {
      type: "button",
      class: "quiet policy-removal",
      title: name,
      "aria-label": name,
      "data-key": `policy-${connection.id}-${type.name}-remove`,
      onclick: remove_it,
    },
    glyph("trash"),
  );
}

function adding(context: PanelContext, connection: Connection, missing: readonly PolicyType[]): HTMLElement {
  const take = (value: string): void => {
    const chosen = missing.find(({ name }) => name === value);
    if (chosen !== undefined) context.store.commit(add_policy(context.store.document, connection.id, chosen));
  };
  const options = missing.map(({ name, label, help }) => h("option", { value: name, title: help }, label));
  return taking({ name: t("Add a policy"), verb: t("Add"), key: `policy-${connection.id}-add`, options, take });
}

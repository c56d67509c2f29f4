/** The inspector of one connection: its policies as the catalogue lists them, and what can break. */

import { find_type, type Parameter } from "../design/catalogue";
import {
  component_label,
  connections_of,
  find_component,
  find_connection,
  type Connection,
  type DesignDocument,
} from "../design/document";
import { policy_of, set_kind, set_policy } from "../design/edits";
import { remove } from "../design/removal";
import { break_section } from "./breaking";
import { change_section } from "./changing";
import { more } from "./component_inspector";
import { own_context, type PanelContext } from "./context";
import { glyph, h } from "./dom";
import { expected_slot } from "./expected";
import { field, type FieldUse } from "./fields";
import { policy_section } from "./policy_cards";
import { problem_list } from "./problems";
import { t } from "../words/words";

const WITHOUT_REQUESTS: readonly unknown[] = ["control", "copy", "stream"];

const KINDS: Readonly<Record<string, string>> = {
  lookup: t("Lookup: the caller asks a cache, which answers hit or miss."),
  publish: t("Publish: the caller hands a message over and goes on."),
  control: t("Control: it carries no requests."),
  stream: t("Stream: bytes of pictures flow against the arrow, to who gets them. It carries no requests."),
  copy: t("Copies: each of the two stores gets what is written at the other, later. It carries no requests."),
};

export function connection_inspector(
  given: PanelContext,
  id: string,
  redraw: () => void,
): readonly (HTMLElement | null)[] {
  const context = own_context(given, { of: "connection", id });
  const { store, catalogue } = context;
  const connection = find_connection(store.document, id);
  if (connection === undefined) return [];
  const row = (parameter: Parameter): HTMLElement => field(parameter, use_of(context, connection, parameter));
  const is_control = WITHOUT_REQUESTS.includes(connection["kind"]);
  const usable = catalogue.connection.parameters.filter(
    (parameter) =>
      !is_control &&
      !(parameter.for_answers && connection["kind"] === "publish") &&
      is_offered(store.document, connection, parameter),
  );
  const advanced = usable.filter((parameter) => parameter.advanced).map(row);
  const breaking = is_control ? null : break_section(context, { of: "connection", id }, redraw);
  return [
    heading(store.document, connection),
    problem_list(context, { of: "connection", id }),
    h("dl", { class: "live-facts", "data-live-facts": "" }),
    expected_slot(),
    context.can_break() ? breaking : null,
    context.can_break() && !is_control ? change_section(context, { of: "connection", id }, redraw) : null,
    is_control
      ? null
      : h(
          "section",
          { "aria-label": t("Policies") },
          h("h3", {}, t("Policies")),
          kind_field(context, connection),
          ...usable.filter((parameter) => !parameter.advanced).map(row),
          neighbours(store.document, connection),
          advanced.length > 0 && more(t("More"), "more-connection", advanced),
        ),
    is_control ? null : policy_section(context, connection),
    context.can_break() ? null : breaking,
    context.is_editable ? removal(context, id) : null,
  ];
}

function heading(design: DesignDocument, connection: Connection): HTMLElement {
  const kind = KINDS[String(connection["kind"])] ?? t("Call: the caller waits for the answer.");
  return h(
    "header",
    { class: "inspector-head" },
    h("div", { class: "head-tile" }, glyph("connect")),
    h(
      "div",
      {},
      h("h2", {}, component_label(design, connection.from), " → ", component_label(design, connection.to)),
      h("p", { class: "muted" }, kind),
    ),
  );
}

/** Whether the caller waits for an answer, where its target leaves the choice. */
function kind_field(context: PanelContext, connection: Connection): HTMLElement | null {
  const { store, catalogue } = context;
  const kinds = find_type(catalogue, find_component(store.document, connection.to)?.type ?? "")?.connection_kinds ?? [];
  if (kinds.length < 2) return null;
  const parameter: Parameter = {
    name: "kind",
    label: t("Kind"),
    kind: "choice",
    unit: "",
    default: kinds[0] ?? "call",
    low: null,
    high: null,
    choices: kinds,
    help: t("A call waits for its answer. A message is handed over, and whatever becomes of it, the caller goes on."),
    source: "",
    advanced: false,
  };
  return field(parameter, {
    key: `kind-${connection.id}`,
    value: connection["kind"] as string | undefined,
    is_locked: !context.is_editable,
    on_change: (value) =>
      store.commit(
        set_kind(catalogue, store.document, connection.id, value === kinds[0] ? undefined : (value as string)),
      ),
  });
}

function use_of(context: PanelContext, connection: Connection, parameter: Parameter): FieldUse {
  const { store } = context;
  const use: FieldUse = {
    key: `policy-${connection.id}-${parameter.name}`,
    value: policy_of(connection, parameter.name),
    is_locked: !context.is_editable,
    on_change: (value) => store.commit(set_policy(store.document, connection.id, parameter.name, value)),
  };
  return parameter.kind === "id" ? { ...use, choices: cache_choices(store.document, connection) } : use;
}

/** Fields that name another component are offered only when there is something to name. */
function is_offered(design: DesignDocument, connection: Connection, parameter: Parameter): boolean {
  return (
    parameter.kind !== "id" ||
    policy_of(connection, parameter.name) !== undefined ||
    cache_choices(design, connection).length > 1
  );
}

function cache_choices(design: DesignDocument, connection: Connection): readonly (readonly [string, string])[] {
  const lookups = connections_of(design).filter(
    (other) =>
      other.from === connection.from &&
      other.id !== connection.id &&
      (other["kind"] === "lookup" || other.to === connection["on_miss"]),
  );
  return [["", t("Always called")], ...lookups.map(({ to }) => [to, component_label(design, to)] as const)];
}

/** Says in words what the order among the caller's calls means. */
function neighbours(design: DesignDocument, connection: Connection): HTMLElement | null {
  const siblings = connections_of(design).filter(({ from }) => from === connection.from);
  if (siblings.length < 2) return null;
  const order_of = (each: Connection): number => Number(each["order"] ?? 1);
  const orders = [...new Set(siblings.map(order_of))].sort((a, b) => a - b);
  const steps = orders.map((order) =>
    siblings
      .filter((each) => order_of(each) === order)
      .map(({ to }) => component_label(design, to))
      .join(t(" and ")),
  );
  return h(
    "p",
    { class: "muted order-words" },
    t("{caller} calls {steps}.", { caller: component_label(design, connection.from), steps: steps.join(t(", then ")) }),
  );
}

function removal(context: PanelContext, id: string): HTMLElement {
  const delete_it = (): void => context.store.commit(remove(context.store.document, [{ of: "connection", id }]));
  return h(
    "section",
    { class: "inspector-actions", "aria-label": t("Removal") },
    h(
      "button",
      { type: "button", class: "quiet danger-text", "data-key": "delete", onclick: delete_it },
      glyph("trash"),
      t("Delete connection"),
    ),
  );
}

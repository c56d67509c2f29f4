/** What a source sends: the shape of its traffic and that shape's parameters, drawn from the catalogue. */

import { default_values, find_workload, type Catalogue, type Parameter } from "../design/catalogue";
import { component_label, type Traffic } from "../design/document";
import { change_traffic, change_workload } from "../design/edits";
import type { PanelContext } from "./context";
import { h } from "./dom";
import { field } from "./fields";
import { t } from "../words/words";

function parameter(fields: Partial<Parameter> & Pick<Parameter, "name" | "label" | "kind" | "help">): Parameter {
  return { unit: "", default: null, low: null, high: null, choices: [], source: "", advanced: false, ...fields };
}

const DURATION = parameter({
  name: "duration",
  label: t("Duration"),
  kind: "number",
  unit: "s",
  default: 300,
  low: 1,
  high: 86_400,
  help: t("How long the run is, in simulated time."),
});

const WARM_UP = parameter({
  name: "warm_up",
  label: t("Warm-up"),
  kind: "number",
  unit: "s",
  default: 0,
  low: 0,
  high: 86_400,
  help: t("First part of the run, left out of means and percentiles."),
});

/** Duration, warm-up and the traffic of every source. */
export function workload_section(context: PanelContext): HTMLElement {
  const { store } = context;
  const workload = store.document.workload ?? {};
  const is_locked = !context.is_editable;
  const run_field = (which: Parameter, name: "duration" | "warm_up"): HTMLElement =>
    field(which, {
      key: `workload-${name}`,
      value: workload[name],
      is_locked,
      on_change: (value) => store.commit(change_workload(store.document, { [name]: value })),
    });
  const traffic = workload.traffic ?? [];
  return h(
    "section",
    { "aria-label": t("Workload") },
    h("h3", {}, t("Workload")),
    run_field(DURATION, "duration"),
    run_field(WARM_UP, "warm_up"),
    ...traffic.map((each) => traffic_section(context, each, component_label(store.document, each.source))),
    traffic.length === 0 &&
      h("p", { class: "muted" }, t("No traffic yet. Add a source from the palette and connect it.")),
  );
}

/** The traffic of one source. */
export function traffic_section(context: PanelContext, traffic: Traffic, title = t("Traffic")): HTMLElement {
  const { catalogue, store } = context;
  const is_locked = !context.is_editable;
  const shape = find_workload(catalogue, traffic.shape);
  const change = (fields: Partial<Traffic>): void =>
    store.commit(change_traffic(store.document, { ...traffic, ...fields }));
  return h(
    "section",
    { class: "traffic-section", "aria-label": title },
    h("h3", {}, title),
    field(shape_parameter(catalogue, shape?.help ?? ""), {
      key: `traffic-${traffic.source}-shape`,
      value: traffic.shape,
      is_locked,
      choices: catalogue.workloads.map(({ name, label }) => [name, label] as const),
      on_change: (value) =>
        change({ shape: String(value), parameters: kept_parameters(catalogue, String(value), traffic) }),
    }),
    ...(shape?.parameters ?? []).map((each) =>
      field(each, {
        key: `traffic-${traffic.source}-${each.name}`,
        value: traffic.parameters?.[each.name],
        is_locked,
        on_change: (value) => change({ parameters: with_value(traffic, each.name, value) }),
      }),
    ),
  );
}

function shape_parameter(catalogue: Catalogue, help: string): Parameter {
  return parameter({
    name: "shape",
    label: t("Shape"),
    kind: "choice",
    default: catalogue.workloads[0]?.name ?? null,
    help,
  });
}

function with_value(
  traffic: Traffic,
  name: string,
  value: Traffic["shape"] | number | boolean | undefined,
): NonNullable<Traffic["parameters"]> {
  const { [name]: _before, ...rest } = traffic.parameters ?? {};
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** Another shape starts from its defaults, but keeps what both shapes call by the same name. */
function kept_parameters(catalogue: Catalogue, shape: string, traffic: Traffic): NonNullable<Traffic["parameters"]> {
  const defaults = default_values(find_workload(catalogue, shape)?.parameters ?? []);
  const shared = Object.entries(traffic.parameters ?? {}).filter(([name]) => name in defaults);
  return { ...defaults, ...Object.fromEntries(shared) };
}

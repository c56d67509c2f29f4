/** Small designs, catalogues and frames for tests: what a test sets is what it is about. */

import type { Catalogue, ComponentType, Parameter } from "../src/design/catalogue";
import type { Component, Connection, DesignDocument } from "../src/design/document";
import type { Estimate, ExpectedComponent } from "../src/design/estimate";
import type { Frame, Layout } from "../src/live/frames";

export function parameter(fields: Partial<Parameter> = {}): Parameter {
  return {
    name: "service_ms_mean",
    label: "Service time",
    kind: "number",
    unit: "ms",
    default: 16,
    low: 0.01,
    high: 60_000,
    choices: [],
    help: "Mean time of its own work.",
    source: "",
    advanced: false,
    ...fields,
  };
}

export function type(name: string, fields: Partial<ComponentType> = {}): ComponentType {
  return {
    name,
    label: name,
    family: "compute",
    help: "",
    icon: name,
    can_call: true,
    accepts_calls: true,
    connection_kind: "call",
    connection_kinds: ["call", "publish"],
    controls: [],
    joins: "",
    watches: false,
    mechanisms: ["station"],
    headline: ["rate_per_s", "hit_ratio", "latency_s_p99"],
    trouble: "errors_per_s",
    parameters: [],
    presets: [],
    ...fields,
  };
}

export function catalogue(fields: Partial<Catalogue> = {}): Catalogue {
  return {
    format: 1,
    engine: "test",
    families: [{ name: "compute", label: "Compute" }],
    components: [
      type("source", { accepts_calls: false, mechanisms: ["source"] }),
      type("service"),
      type("cache", { can_call: false, connection_kind: "lookup", mechanisms: ["station", "cache"] }),
    ],
    connection: { parameters: [] },
    policies: [],
    failures: [],
    workloads: [
      {
        name: "constant",
        label: "Constant",
        help: "",
        parameters: [parameter({ name: "rate_per_s", unit: "1/s", default: 50 })],
      },
    ],
    place_types: ["region", "zone"],
    objective_metrics: [],
    metrics: [],
    ...fields,
  };
}

export function component(id: string, type_name = "service", fields: Partial<Component> = {}): Component {
  return { id, type: type_name, label: id, position: [0, 0], parameters: {}, ...fields };
}

export function connection(from: string, to: string, fields: Partial<Connection> = {}): Connection {
  return { id: `${from}-${to}`, from, to, ...fields };
}

/** A design of services named by letters, connected as in "a>b b>c". */
export function design(wiring = "", fields: Partial<DesignDocument> = {}): DesignDocument {
  const pairs = wiring
    .split(" ")
    .filter(Boolean)
    .map((pair) => pair.split(">") as [string, string]);
  const ids = [...new Set(pairs.flat())];
  return {
    format: 1,
    name: "Tiny",
    components: ids.map((id) => component(id)),
    connections: pairs.map(([from, to]) => connection(from, to)),
    ...fields,
  };
}

export function layout(fields: Partial<Layout> = {}): Layout {
  return {
    frame_s: 0.25,
    frames_count: 1200,
    components: ["a", "b"],
    component_metrics: ["rate_per_s", "utilisation"],
    connections: ["a-b"],
    connection_metrics: ["calls_per_s"],
    total_metrics: ["ok_per_s", "latency_s_p99"],
    ...fields,
  };
}

/** Frame `n`, in which every number is derived from `n`. */
export function frame(n: number): Frame {
  return {
    n,
    clock_s: n * 0.25,
    totals: [n, n / 1000],
    components: [
      [n, 0.5],
      [2 * n, null],
    ],
    connections: [[3 * n]],
  };
}

export function frames(first: number, last: number): readonly Frame[] {
  return Array.from({ length: last - first + 1 }, (_each, index) => frame(first + index));
}

export function expected_component(fields: Partial<ExpectedComponent> = {}): ExpectedComponent {
  return {
    arrivals_per_s: 120,
    rate_per_s: 120,
    load: 0.41,
    utilisation: 0.41,
    queue_mean: 0.2,
    refused_ratio: 0,
    latency_s: { mean: 0.012, p50: 0.01, p95: 0.03, p99: 0.038 },
    hit_ratio: null,
    overloaded: false,
    ...fields,
  };
}

export function estimate(fields: Partial<Estimate> = {}): Estimate {
  return {
    offered_per_s: 120,
    settled: true,
    price_per_hour: 1,
    computing_s: 0.5,
    components: { a: expected_component(), b: expected_component() },
    connections: { "a-b": { calls_per_s: 120, rate_per_s: 120, failure_ratio: 0 } },
    classes: {},
    limiting: null,
    assumptions: [],
    ...fields,
  };
}

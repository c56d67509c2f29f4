/** The catalogue as /catalogue.json gives it: every kind there is, with all that a form needs. */

import type { Parameters, Value } from "./document";

export interface Parameter {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly unit: string;
  readonly shown_unit?: string;
  readonly default: Value | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly choices: readonly string[];
  /** Label and sentence of choices whose names do not speak for themselves. */
  readonly said?: Readonly<Record<string, readonly [string, string]>>;
  readonly help: string;
  readonly source: string;
  readonly advanced: boolean;
}

export interface Preset {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly parameters: Parameters;
}

export interface ComponentType {
  readonly name: string;
  readonly label: string;
  readonly family: string;
  readonly help: string;
  readonly icon: string;
  readonly can_call: boolean;
  readonly accepts_calls: boolean;
  readonly connection_kind: string;
  /** The kinds of connections that may arrive, the usual one first. */
  readonly connection_kinds: readonly string[];
  /** Mechanisms of components that it may control; empty for everything but controllers. */
  readonly controls: readonly string[];
  /** The mechanism of what an arrow from here sends copies to, empty for most. */
  readonly joins: string;
  /** Whether it has viewers, who get streams of bytes. */
  readonly watches: boolean;
  readonly mechanisms: readonly string[];
  /** What its card says live: metrics of frames, of which the first two are shown that there are. */
  readonly headline: readonly string[];
  /** The metric that stands apart on its card when it is bad news. */
  readonly trouble: string;
  readonly parameters: readonly Parameter[];
  readonly presets: readonly Preset[];
}

export interface FailureType {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly verb: string;
  readonly heal_verb: string;
  readonly targets: "component" | "connection" | "place";
  readonly needs: string;
  readonly can_heal: boolean;
  /** Whether it is among those that a person reaches for first. */
  readonly is_usual: boolean;
  readonly parameters: readonly Parameter[];
}

export interface WorkloadType {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly parameters: readonly Parameter[];
}

/** A field of a connection; what is for answers means nothing to one that publishes. */
export interface ConnectionParameter extends Parameter {
  readonly for_answers: boolean;
}

/** A policy that connections may have, at most one of each type. */
export interface PolicyType {
  readonly name: string;
  /** For connections that publish, and only for those. */
  readonly publishes: boolean;
  readonly label: string;
  readonly help: string;
  readonly parameters: readonly Parameter[];
}

/** How a number of frames or of a summary is made; `engine/design/metrics.py` has the table. */
export interface MetricDefinition {
  readonly of: string;
  readonly name: string;
  readonly label: string;
  readonly formula: string;
  readonly inputs: readonly { readonly label: string; readonly metric: string; readonly how: "sum" | "mean" }[];
  /** The rate whose sum says of how many events the number is made; empty where there is none. */
  readonly samples: string;
  readonly assumption: string;
}

export interface Catalogue {
  readonly format: number;
  readonly engine: string;
  readonly families: readonly { readonly name: string; readonly label: string }[];
  readonly components: readonly ComponentType[];
  readonly connection: { readonly parameters: readonly ConnectionParameter[] };
  readonly policies: readonly PolicyType[];
  readonly failures: readonly FailureType[];
  readonly workloads: readonly WorkloadType[];
  readonly place_types: readonly string[];
  readonly objective_metrics: readonly string[];
  readonly metrics: readonly MetricDefinition[];
}

export function find_type(catalogue: Catalogue, name: string): ComponentType | undefined {
  return catalogue.components.find((type) => type.name === name);
}

export function find_workload(catalogue: Catalogue, name: string): WorkloadType | undefined {
  return catalogue.workloads.find((type) => type.name === name);
}

/** What a card says live. */
export interface Headline {
  readonly metrics: readonly string[];
  readonly trouble: string;
}

/** What the card of a component says live, by its type; one that the catalogue does not know says nothing. */
export function headline_of(catalogue: Catalogue, name: string): Headline {
  const type = find_type(catalogue, name);
  return { metrics: type?.headline ?? [], trouble: type?.trouble ?? "" };
}

/** The label of a component type; the bare name when the catalogue does not know it. */
export function type_label(catalogue: Catalogue, name: string): string {
  return find_type(catalogue, name)?.label ?? name;
}

/** The failures that can hit a component of this type. */
export function failures_of_component(catalogue: Catalogue, type: ComponentType | undefined): readonly FailureType[] {
  if (type === undefined) return [];
  return catalogue.failures.filter(
    (failure) => failure.targets === "component" && (failure.needs === "" || type.mechanisms.includes(failure.needs)),
  );
}

/** The failures that can hit a connection. */
export function failures_of_connection(catalogue: Catalogue): readonly FailureType[] {
  return catalogue.failures.filter((failure) => failure.targets === "connection");
}

/** The failures that can hit a region, a zone or another place. */
export function failures_of_place(catalogue: Catalogue): readonly FailureType[] {
  return catalogue.failures.filter((failure) => failure.targets === "place");
}

/** A parameter's value when nothing else is said. */
export function default_values(parameters: readonly Parameter[]): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const parameter of parameters) if (parameter.default !== null) values[parameter.name] = parameter.default;
  return values;
}

/** A name of the catalogue as words: round_robin -> Round robin. */
export function words_of(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

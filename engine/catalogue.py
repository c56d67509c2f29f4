"""The catalogue: every kind there is, found by walking, checked once, and listed for the browser."""

from __future__ import annotations

from typing import Any

from engine.design.audit import audit
from engine.design.discovery import component_types, failure_types, policy_types, workload_types
from engine.design.fields import CONNECTION, OBJECTIVE_METRICS, PLACE, Field
from engine.design.kinds import ComponentType, FailureType, Parameter, PolicyType, Preset, WorkloadType
from engine.design.metrics import metrics_json
from engine.version import VERSION

FAMILIES = {
    "traffic": "Traffic",
    "entry": "Entry",
    "compute": "Compute",
    "storage": "Caches and stores",
    "delivery": "Delivery",
    "bytes": "Edges and bytes",
    "control": "Control",
    "messages": "Messages",
}
"""Groups of the palette in their order, with labels."""


def components() -> dict[str, ComponentType]:
    """Component types by name."""
    return component_types()


def failures() -> dict[str, FailureType]:
    """Failure types by name."""
    return failure_types()


def policies() -> dict[str, PolicyType]:
    """Types of connection policies by name."""
    return policy_types()


def workloads() -> dict[str, WorkloadType]:
    """Traffic shapes by name."""
    return workload_types()


def catalogue_json() -> dict[str, Any]:
    """The catalogue as plain values, in the shape of docs/flow.md section 2."""
    return {
        "format": 1,
        "engine": VERSION,
        "families": [{"name": name, "label": label} for name, label in FAMILIES.items()],
        "components": [_component(each) for each in components().values()],
        "connection": {"parameters": _connection_parameters()},
        "policies": [_described(each) | {"publishes": each.publishes} for each in policies().values()],
        "failures": [_failure(each) for each in failures().values()],
        "workloads": [_described(each) for each in workloads().values()],
        "place_types": list(next(each.choices for each in PLACE if each.name == "type")),
        "objective_metrics": list(OBJECTIVE_METRICS),
        "metrics": metrics_json(),
    }


def _component(kind: ComponentType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "label": kind.label,
        "family": kind.family,
        "help": kind.help,
        "icon": kind.name,
        "can_call": kind.can_call,
        "accepts_calls": kind.accepts_calls,
        "connection_kind": kind.connection_kind,
        "connection_kinds": list(kind.connection_kinds) if kind.accepts_calls else [],
        "controls": list(kind.controls),
        "joins": kind.joins,
        "watches": kind.watching is not None,
        "called_by": kind.called_by,
        "calls_only": kind.calls_only,
        "mechanisms": list(kind.mechanisms),
        "headline": list(kind.figures),
        "trouble": kind.trouble,
        "parameters": [_parameter(each) for each in kind.parameters],
        "presets": [_preset(each) for each in kind.presets],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": parameter.label,
        "kind": parameter.kind,
        "unit": parameter.unit,
        "default": parameter.default,
        "low": parameter.low,
        "high": parameter.high,
        "choices": list(parameter.choices),
        "said": {name: list(words) for name, words in parameter.said.items()},
        "help": parameter.help,
        "source": parameter.source,
        "advanced": parameter.advanced,
    }


def _preset(preset: Preset) -> dict[str, Any]:
    return {"name": preset.name, "label": preset.label, "help": preset.help, "parameters": dict(preset.parameters)}


def _failure(kind: FailureType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "label": kind.label,
        "help": kind.help,
        "verb": kind.verb,
        "heal_verb": kind.heal_verb,
        "targets": kind.targets,
        "needs": kind.needs,
        "can_heal": bool(kind.heal_verb),
        "is_usual": kind.is_usual,
        "parameters": [_parameter(each) for each in kind.parameters],
    }


def _described(kind: PolicyType | WorkloadType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "label": kind.label,
        "help": kind.help,
        "parameters": [_parameter(each) for each in kind.parameters],
    }


def _connection_parameters() -> list[dict[str, Any]]:
    """The fields of a connection that a form edits, each named by its path in the connection ("retry.attempts")."""
    listed = []
    for each in CONNECTION:
        if each.fields:
            listed += [_connection_parameter(inner, f"{each.name}.{inner.name}") for inner in each.fields]
        elif each.label:
            listed.append(_connection_parameter(each, each.name))
    return listed


def _connection_parameter(each: Field, path: str) -> dict[str, Any]:
    """Default and bounds are in `unit`, as the document holds them; a form shows them in `shown_unit`."""
    return {
        "name": path,
        "label": each.label,
        "kind": each.kind,
        "unit": each.unit,
        "shown_unit": each.shown_unit or each.unit,
        "default": each.default,
        "low": each.low,
        "high": each.high,
        "choices": list(each.choices),
        "said": {name: list(words) for name, words in each.said.items()},
        "help": each.help,
        "source": "",
        "advanced": each.advanced,
        "for_answers": each.for_answers,
    }


audit(component_types(), failure_types(), workload_types(), policy_types(), families=FAMILIES)

"""Checks every kind once: a kind that breaks a rule is a programmer's mistake and stops the program loudly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from engine.design.discovery import controller_types
from engine.design.kinds import ComponentType, FailureType, Parameter, PolicyType, WorkloadType
from engine.design.policies import LoweredPolicies
from engine.design.quantity import DIMENSIONS, Refusal
from engine.design.values import READERS

ROLES = {
    "registry",
    "bundles",
    "hosts",
    "collector",
    "workers",
    "learner",
    "builds",
}  # of controllers, for failures to aim at
CARRIERS = {"tier", "line", "live"}  # what carries the bytes of viewers: edges and origins, and the links between
MECHANISMS = {
    "source",
    "station",
    "cache",
    "steering",
    "deadline",
    "log",
    "consumers",
    "dead_letters",
    "replicas",
    "keys",
    *ROLES,
    *CARRIERS,
}
CONNECTION_KINDS = {"call", "lookup", "publish", "stream"}  # that arrive; controllers draw another kind
TARGETS = {"component", "connection", "place"}
PARAMETER_KINDS = {"number", "count", "choice", "flag", "points", "numbers"}
UNITS = {"", *(unit for units in DIMENSIONS.values() for unit in units)}


def audit(
    components: Mapping[str, ComponentType],
    failures: Mapping[str, FailureType],
    workloads: Mapping[str, WorkloadType],
    policies: Mapping[str, PolicyType],
    *,
    families: Collection[str],
) -> None:
    """Asserts the rules of kinds; see docs/adding."""
    for component in components.values():
        audit_component(component, families)
    for failure in failures.values():
        audit_failure(failure)
    for workload in workloads.values():
        _audit_words(workload.name, workload.label, workload.help)
        audit_parameters(workload.name, workload.parameters)
    for policy in policies.values():
        audit_policy(policy)


def audit_component(kind: ComponentType, families: Collection[str]) -> None:
    """Asserts that a component type is complete and agrees with itself."""
    _audit_words(kind.name, kind.label, kind.help)
    assert kind.family in families, f"{kind.name}: family {kind.family} is not one of the palette's"
    assert kind.connection_kind in CONNECTION_KINDS, f"{kind.name}: connection kind {kind.connection_kind}"
    assert set(kind.mechanisms) <= MECHANISMS, f"{kind.name}: mechanisms {kind.mechanisms}"
    _audit_control(kind)
    assert (kind.carrying is None) == (not CARRIERS & set(kind.mechanisms)), f"{kind.name}: what it carries"
    assert (kind.carrying is None) == (kind.connection_kind != "stream"), f"{kind.name}: bytes come as a stream"
    audit_parameters(kind.name, kind.parameters)
    known = {each.name: each for each in kind.parameters}
    names = [preset.name for preset in kind.presets]
    assert len(set(names)) == len(names), f"{kind.name}: two presets of one name"
    for preset in kind.presets:
        for name, value in preset.parameters.items():
            assert name in known, f"{kind.name}, preset {preset.name}: no parameter {name}"
            _audit_value(f"{kind.name}, preset {preset.name}", known[name], value)


def _audit_control(kind: ComponentType) -> None:
    assert not kind.controls or kind.controller or kind.guiding, f"{kind.name}: what controls has a controller"
    assert not kind.controller or kind.controls or kind.mechanisms, f"{kind.name}: a controller controls something"
    assert set(kind.controls) <= MECHANISMS, f"{kind.name}: controls {kind.controls}"
    assert not kind.controller or kind.controller in controller_types(), f"{kind.name}: no controller {kind.controller}"
    assert not kind.joins or (kind.joins in kind.mechanisms and not kind.can_call), f"{kind.name}: joins its own kind"
    if kind.controls:
        assert set(kind.mechanisms) <= ROLES, f"{kind.name}: a controller handles no requests"
        assert not kind.accepts_calls, f"{kind.name}: a controller handles no requests"


def audit_failure(kind: FailureType) -> None:
    """Asserts that a failure is complete, and that it can be healed exactly when it has a word for it."""
    _audit_words(kind.name, kind.label, kind.help)
    assert kind.verb, f"{kind.name}: no verb"
    assert kind.targets in TARGETS, f"{kind.name}: targets {kind.targets}"
    assert kind.needs in MECHANISMS or not kind.needs, f"{kind.name}: needs {kind.needs}"
    assert not kind.needs or kind.targets != "connection", f"{kind.name}: connections have no mechanisms"
    assert kind.reaches in (("inside", "border") if kind.targets == "place" else ("",)), f"{kind.name}: its reach"
    assert kind.by_instance is None or kind.reaches == "inside", f"{kind.name}: only places hold parts of components"
    audit_parameters(kind.name, kind.parameters)
    defaults = {each.name: each.default for each in kind.parameters}
    assert kind.edits("x", defaults), f"{kind.name}: changes nothing"
    assert bool(kind.heals("x", defaults)) == bool(kind.heal_verb), f"{kind.name}: heal_verb and heals disagree"
    assert "x" in kind.sentence("x", defaults), f"{kind.name}: the sentence does not name its target"


def audit_policy(kind: PolicyType) -> None:
    """Asserts that a policy is complete, and that with its defaults it changes something."""
    _audit_words(kind.name, kind.label, kind.help)
    audit_parameters(kind.name, kind.parameters)
    row = LoweredPolicies()
    kind.lower({each.name: each.default for each in kind.parameters}, row)
    assert row.rules or row.columns or row.publishing, f"{kind.name}: changes nothing"


def audit_parameters(kind_name: str, parameters: Collection[Parameter]) -> None:
    """Asserts that names are unique, defaults lie within their bounds, and every default has a source."""
    names = [each.name for each in parameters]
    assert len(set(names)) == len(names), f"{kind_name}: two parameters of one name"
    for each in parameters:
        where = f"{kind_name}.{each.name}"
        _audit_words(each.name, each.label, each.help)
        assert each.source, f"{where}: where does the default come from?"
        assert each.kind in PARAMETER_KINDS, f"{where}: kind {each.kind}"
        assert each.unit in UNITS, f"{where}: unit {each.unit}"
        assert (each.kind == "choice") == bool(each.choices), f"{where}: choices belong to a choice"
        _audit_value(where, each, each.default)


def _audit_value(where: str, parameter: Parameter, value: Any) -> None:
    read = READERS[parameter.kind](parameter, value)
    assert not isinstance(read, Refusal), f"{where}: {read.message}"


def _audit_words(name: str, label: str, help_text: str) -> None:
    assert name.isidentifier(), f"{name} is not a name"
    assert name.islower(), f"{name} is not snake_case"
    assert label[:1].isupper(), f"{name}: label {label}"
    assert help_text.endswith("."), f"{name}: help is a sentence"

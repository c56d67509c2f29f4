"""What of a design can change while its run goes on, and what is refused with its field."""

from __future__ import annotations

from typing import Any

import pytest

from engine.catalogue import components, policies
from engine.design.kinds import Parameter
from engine.design.model import Design
from engine.plan.changes import CHANGE, read_change, undoing
from engine.plan.lowering import lower
from engine.simulate import DesignInvalid, Intervention, start
from tests import tiny


def _with(name: str) -> Design | None:
    """A design with a component of a type that is called, None where the type takes no calls."""
    if "station" not in components()[name].mechanisms and "cache" not in components()[name].mechanisms:
        return None
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service")]
    arrows = [tiny.connection("viewers", "service", timeout="2 s")]
    for id_, type_ in [*_feeding(name), ("part", name)]:
        waits = {"timeout": "1 s"} if components()[type_].connection_kind != "publish" else {}
        arrows.append(tiny.connection(parts[-1]["id"], id_, **waits))
        parts.append(tiny.component(id_, type_))
    return tiny.design(components=parts, connections=arrows, rate_per_s=100.0, duration_s=3.0)


def _feeding(name: str) -> list[tuple[str, str]]:
    """What must stand before a component that takes messages from one kind of component only."""
    feeding: list[tuple[str, str]] = []
    while needed := components()[name].called_by:
        name = next(each for each, kind in components().items() if needed in kind.mechanisms)
        feeding.insert(0, (name, name))
    return feeding


def _others(each: Parameter) -> list[Any]:
    """Other values that a parameter may have."""
    if each.choices:
        return [choice for choice in each.choices if choice != each.default][:2]
    if isinstance(each.default, bool):
        return [not each.default]
    if not isinstance(each.default, int | float):
        return []
    wanted = [each.default * 2, each.default / 2, each.low, each.high]
    numbers = [round(value) if isinstance(each.default, int) else value for value in wanted if value is not None]
    inside = [value for value in numbers if (each.low or 0) <= value <= (each.high if each.high is not None else value)]
    return [value for value in dict.fromkeys(inside) if value != each.default][:2]


def _instances(design: Design) -> list[int]:
    stations = [lower(each).has_station for each in design.components]
    return [each.instances for each in stations if each is not None]


def _digest(design: Design, first: Intervention | None = None) -> str:
    simulation = start(design, 5)
    if first is not None:
        simulation.intervene(first)
    while not simulation.finished:
        simulation.advance()
    return str(simulation.summary()["digest"])


CASES = [
    (name, parameter.name, value)
    for name, kind in components().items()
    for parameter in kind.parameters
    for value in _others(parameter)
]


@pytest.mark.parametrize("name", components())
def test_a_change_at_the_beginning_gives_the_run_of_the_changed_design(name: str) -> None:
    design = _with(name)
    if design is None:
        pytest.skip("takes no calls")
    for parameter, value in [case[1:] for case in CASES if case[0] == name]:
        change, errors = read_change(design, design, "part", {parameter: value})
        if change is None:
            assert {each.path for each in errors} <= {f"parameters.{parameter}", "parameters"}, errors
        elif _instances(change.design) == _instances(design):
            changed = Intervention(CHANGE, "part", {parameter: value})
            assert _digest(design, changed) == _digest(change.design), (parameter, value)


def _called(**fields: Any) -> Design:
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service", service_ms_mean=30.0)]
    return tiny.design(
        components=parts,
        connections=[tiny.connection("viewers", "service", **fields)],
        rate_per_s=300.0,
        duration_s=5.0,
    )


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"timeout": "1 s"}, "timeout", "0.1 s"),
        ({"timeout": "0.1 s"}, "timeout", 0.5),
        ({"timeout": "0.1 s"}, "retry.attempts", 3),
        ({"timeout": "0.1 s", "retry": {"attempts": 3}}, "retry.backoff", "0.2 s"),
        ({"timeout": "0.1 s", "retry": {"attempts": 3}}, "retry.jitter", "none"),
        ({}, "probability", 0.5),
        ({}, "delay", "0.05 s"),
        ({"delay": "0.05 s"}, "delay", "0.01 s"),
        ({"delay": "0.05 s", "timeout": "0.1 s", "retry": {"attempts": 2}}, "delay", "0.03 s"),
        ({"optional": True, "timeout": "0.1 s"}, "fallback", "0.01 s"),
        ({"policies": {"bulkhead": {}}}, "policies.bulkhead.max_concurrent", 3),
        (
            {"timeout": "0.02 s", "policies": {"circuit_breaker": {"min_volume": 5}}},
            "policies.circuit_breaker.error_pct",
            90.0,
        ),
        ({"policies": {"rate_limit": {}}}, "policies.rate_limit.rate_per_s", 20.0),
    ],
)
def test_a_connection_changed_at_the_beginning_was_so_from_the_start(
    fields: dict[str, Any], name: str, value: Any
) -> None:
    design = _called(**fields)
    change, errors = read_change(design, design, "viewers-service", {name: value})
    assert change is not None, errors
    told = Intervention(CHANGE, "viewers-service", {name: value})
    assert _digest(design, told) == _digest(change.design) != _digest(design)


@pytest.mark.parametrize("name", policies())
def test_every_figure_of_a_policy_changes_or_is_refused_at_its_field(name: str) -> None:
    waits = {"kind": "publish"} if policies()[name].publishes else {"timeout": "0.1 s", "retry": {"attempts": 2}}
    design = _called(**waits, policies={name: {}})
    for parameter in policies()[name].parameters:
        for value in _others(parameter):
            path = f"policies.{name}.{parameter.name}"
            change, errors = read_change(design, design, "viewers-service", {path: value})
            if change is None:
                assert {each.path for each in errors} <= {f"parameters.{path}", "parameters"}, errors
            else:
                _digest(design, Intervention(CHANGE, "viewers-service", {path: value}))


@pytest.mark.parametrize(
    ("target", "parameters", "path", "says"),
    [
        ("nobody", {"slots": 3}, "target", "component or connection"),
        ("service", {}, "parameters", "Give 1 to 20"),
        ("service", {"discipline": "lifo"}, "parameters.discipline", "cannot be changed while"),
        ("service", {"service_ms_mean": -1}, "parameters.service_ms_mean", ""),
        ("service", {"nonsense": 3}, "parameters.nonsense", ""),
        ("service", {"service_ms_mean": 30.0}, "parameters.service_ms_mean", "already"),
        ("service", {"service_ms_mean": 20.0, "discipline": "lifo"}, "parameters.discipline", "cannot be changed"),
        ("viewers-service", {"id": "x"}, "parameters.id", "nothing of this name"),
        ("viewers-service", {"kind": "publish"}, "parameters.kind", "nothing of this name"),
        ("viewers-service", {"timeout": "1 s"}, "parameters.timeout", "cannot be changed"),
        ("viewers-service", {"policies.bulkhead.permits": 1}, "parameters.policies.bulkhead.permits", "nothing"),
        ("viewers-service", {"balancing": "random"}, "parameters.balancing", "cannot be changed"),
        ("service", {"instances": 99}, "parameters.instances", "This run has room for 9"),
        ("viewers", {"keys_count": 7}, "parameters.keys_count", "cannot be changed"),
    ],
)
def test_what_cannot_change_is_refused_at_its_field(
    target: str, parameters: dict[str, Any], path: str, says: str
) -> None:
    change, errors = read_change(_called(), _called(), target, parameters)
    assert change is None
    assert path in [each.path for each in errors]
    assert says in errors[0].message


def test_an_undoing_brings_back_what_was_there() -> None:
    design = _called(timeout="1 s", retry={"attempts": 2})
    change, _ = read_change(design, design, "viewers-service", {"timeout": 0.2, "retry.attempts": 3})
    assert change is not None
    back = undoing(design, "viewers-service", change.parameters)
    again, errors = read_change(design, change.design, "viewers-service", back)
    assert again is not None, errors
    assert again.design == design


def test_a_change_is_refused_by_a_run_too() -> None:
    simulation = start(_called(), 1)
    with pytest.raises(DesignInvalid, match=r"parameters\.discipline"):
        simulation.intervene(Intervention(CHANGE, "service", {"discipline": "lifo"}))


def test_the_sentence_says_what_was_changed() -> None:
    simulation = start(_called(), 1)
    told = simulation.intervene(Intervention(CHANGE, "service", {"service_ms_mean": 20.0}))
    assert told == "Changed service: service_ms_mean is 20"

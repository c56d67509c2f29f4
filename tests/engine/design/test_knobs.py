"""Every number of a design can be turned, by the path and in the unit that forms show."""

from __future__ import annotations

import pytest

from content.library import ROOT
from engine.design.check import check_runnable
from engine.design.knobs import knobs_of, turned
from engine.design.model import Design
from engine.design.read import read_text
from tests import tiny


def shipped(name: str = "mini-streaming") -> Design:
    read, errors = read_text((ROOT / "designs" / f"{name}.yaml").read_bytes())
    assert read is not None, errors
    return read


def test_traffic_comes_first_and_its_load_is_what_is_drawn() -> None:
    known = list(knobs_of(tiny.design(rate_per_s=80.0)).values())
    assert [each.path for each in known[:2]] == ["traffic.viewers.load", "traffic.viewers.rate_per_s"]
    assert (known[0].present, known[0].unit, known[1].present) == (1.0, "x", 80.0)


def test_load_multiplies_every_rate_of_a_shape_and_nothing_else() -> None:
    flash = {"source": "viewers", "shape": "flash", "parameters": {"base_per_s": 10.0, "peak_per_s": 50.0}}
    design = tiny.design(workload={"duration": 10.0, "traffic": [flash]})
    changed, errors = turned(design, {"traffic.viewers.load": 3.0})
    assert changed is not None, errors
    before, after = design.workload.traffic[0].parameters, changed.workload.traffic[0].parameters
    assert (after["base_per_s"], after["peak_per_s"]) == (30.0, 150.0)
    assert after["rise_s"] == before["rise_s"]


def test_a_connection_is_turned_in_the_unit_that_its_form_shows() -> None:
    design = shipped()
    name = "connections.play-auth.timeout"
    assert (knobs_of(design)[name].present, knobs_of(design)[name].unit) == (250.0, "ms")
    changed, errors = turned(design, {name: 35.0, "connections.play-auth.retry.attempts": 4.0})
    assert changed is not None, errors
    call = next(each for each in changed.connections if each.id == "play-auth")
    assert (call.timeout_s, call.retry.attempts, call.retry.backoff_s) == (0.035, 4, 0.02)


def test_what_a_connection_leaves_out_can_be_turned_too() -> None:
    changed, errors = turned(tiny.design(), {"connections.viewers-service.retry.attempts": 3.0})
    assert changed is not None, errors
    assert changed.connections[0].retry.attempts == 3


def test_policies_are_knobs_where_there_are_some() -> None:
    call = tiny.connection("viewers", "service") | {"policies": {"bulkhead": {"max_concurrent": 8}}}
    design = tiny.design(connections=[call])
    path = "connections.viewers-service.policies.bulkhead.max_concurrent"
    assert (knobs_of(design)[path].present, knobs_of(design)[path].is_whole) == (8.0, True)
    changed, errors = turned(design, {path: 2.0})
    assert changed is not None, errors
    assert changed.connections[0].policies["bulkhead"]["max_concurrent"] == 2


@pytest.mark.parametrize("name", ["mini-streaming", "empty"])
def test_every_knob_at_its_present_value_changes_nothing(name: str) -> None:
    design = shipped(name)
    for path, knob in knobs_of(design).items():
        if knob.present is not None:
            changed, errors = turned(design, {path: knob.present})
            assert changed == design, (path, errors)


def test_every_knob_keeps_the_bounds_that_it_tells() -> None:
    design = shipped()
    for path, knob in knobs_of(design).items():
        for bound in (knob.low, knob.high):
            # What is read is a design, though perhaps none that can be run.
            assert bound is None or turned(design, {path: bound})[0] is not None, path
        if knob.high is not None:
            assert turned(design, {path: knob.high * 2.0 + 1.0})[0] is None, path


def test_errors_stand_at_the_knob() -> None:
    for settings in ({"components.service.slots": 2.5}, {"components.nobody.slots": 1.0}):
        changed, errors = turned(tiny.design(), settings)
        assert changed is None
        assert [each.path for each in errors] == list(settings)


def test_what_was_turned_runs_as_if_it_had_been_drawn_so() -> None:
    changed, _ = turned(tiny.design(), {"traffic.viewers.rate_per_s": 75.0})
    assert changed == tiny.design(rate_per_s=75.0)
    assert changed is not None
    assert check_runnable(changed) == []

"""Experiments: their windows, and the runs that they become."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.design.model import Scheduled
from grading.experiment import Experiment, NamedFailure, Requirement, compiled
from grading.predicate import Window
from tests import tiny

FAILURE = NamedFailure("F1", Scheduled(30.0, "hang", "service", {}, 10.0))
EXPERIMENT = Experiment("trouble", "Trouble", duration_s=100.0, warm_up_s=10.0, failures=(FAILURE,))


@pytest.mark.parametrize(
    ("window", "span_s"),
    [
        (None, (10.0, 100.0)),
        (Window("whole"), (0.0, 100.0)),
        (Window("steady"), (10.0, 30.0)),
        (Window("before", "F1"), (10.0, 30.0)),
        (Window("during", "F1"), (30.0, 40.0)),
        (Window("after", "F1"), (40.0, 100.0)),
        (Window("first", "F1", 25.0), (40.0, 65.0)),
        (Window("from", "F1", 25.0), (65.0, 100.0)),
        (Window("into", "F1", 4.0), (34.0, 40.0)),
        (Window("into", "F1", 14.0), None),
        (Window("from", "F1", 90.0), None),
        (Window("during", "F2"), None),
        (Window("recovery"), None),
    ],
)
def test_windows_are_spans(window: Window | None, span_s: tuple[float, float] | None) -> None:
    assert EXPERIMENT.span_s(window) == span_s


def test_a_design_runs_as_the_experiment_says_and_not_as_its_own_course_says() -> None:
    start = tiny.design(rate_per_s=50.0)
    mine = tiny.design(rate_per_s=5_000.0, duration_s=3.0)
    ready, errors = compiled(mine, start, EXPERIMENT)
    assert not errors
    assert ready is not None
    assert ready.workload.duration_s == 100.0
    assert ready.workload.traffic == start.workload.traffic
    assert [each.failure for each in ready.schedule] == ["hang"]


def test_a_part_is_the_same_run_that_ends_with_it_and_measures_from_its_beginning() -> None:
    design = tiny.design()
    ready, _ = compiled(design, design, EXPERIMENT, (5.0, 20.0))
    assert ready is not None
    assert (ready.workload.warm_up_s, ready.workload.duration_s) == (5.0, 20.0)
    assert ready.schedule == ()


def test_a_failure_that_hits_nothing_is_an_error_in_words() -> None:
    design = tiny.design()
    missing = Experiment("x", "x", 10.0, failures=(NamedFailure("F1", Scheduled(3.0, "hang", "bank", {})),))
    ready, errors = compiled(design, design, missing)
    assert ready is None
    assert "bank" in errors[0].message


@pytest.mark.parametrize(
    ("window", "span_s"),
    [
        (Window("before", "R1"), (10.0, 60.0)),
        (Window("during", "R1"), (60.0, 100.0)),
        (Window("after", "R1"), (60.0, 100.0)),
        (Window("first", "R1", 25.0), (60.0, 85.0)),
        (Window("from", "R1", 25.0), (85.0, 100.0)),
        (Window("into", "R1", 4.0), (64.0, 100.0)),
    ],
)
def test_a_requirement_is_said_in_a_moment_and_lasts_to_the_end(
    window: Window, span_s: tuple[float, float] | None
) -> None:
    asked = replace(EXPERIMENT, requirements=(Requirement("R1", 60.0, "Quicker."),))
    assert asked.span_s(window) == span_s

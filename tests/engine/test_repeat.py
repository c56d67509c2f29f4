"""A repetition is the same run, and traces what turned out to be interesting."""

from __future__ import annotations

import pytest

from engine.plan.tracing import Tracing
from engine.repeat import Repetition, explain
from engine.simulate import Simulation, start
from tests.engine.digests import finish
from tests.engine.random_designs import random_design

SPARSE = Tracing(one_in=1_000, slowest=5, failures=3)


def _finished(seed: int) -> Simulation:
    simulation = start(random_design(seed), seed, tracing=SPARSE)
    finish(simulation, seed)
    return simulation


@pytest.mark.parametrize("seed", range(8))
def test_a_repetition_gives_the_same_result_in_slices(seed: int) -> None:
    original = _finished(seed)
    repetition = Repetition(original)
    while not repetition.finished:
        repetition.advance(500)
    assert repetition.simulation is not None
    assert repetition.simulation.summary()["digest"] == original.summary()["digest"]


@pytest.mark.parametrize("seed", [1, 3, 5])
def test_the_slowest_and_the_failed_requests_have_traces(seed: int) -> None:
    original = _finished(seed)
    log = original.state.trace
    stored = explain(original)["traces"]["stored"]
    slow = {int(each["token"]) for each in log.slowest if each["latency_ns"] >= 0}
    failed = {int(token) for row in log.failed for token in row[1 : 1 + int(row[0])]}
    assert slow | failed
    assert slow <= {each["token"] for each in stored if "slowest" in each["lists"]}
    assert {each["outcome"] for each in stored if "errors" in each["lists"]} >= {
        each["outcome"] for each in stored if each["token"] in failed
    }
    assert failed & {each["token"] for each in stored} or not failed


def test_a_run_that_is_too_long_is_explained_from_what_it_has() -> None:
    original = _finished(3)
    repetition = Repetition(original, events_most=1)
    assert repetition.finished
    assert repetition.simulation is None
    assert repetition.explanation() == original.explanation()

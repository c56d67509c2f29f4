"""Tracing writes down what happens and never changes it."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernel.state import WORKS_TOP, State
from engine.kernel.thinning import root_tokens
from engine.kernel.tracing import CEILING, LOST, NOTE_ENDED, NOTE_REQUEST, NOTES, TRACED, remember_slow
from engine.plan.tracing import DRAWS, NO_TRACING, Tracing
from engine.simulate import Simulation, start
from tests import tiny
from tests.engine.digests import finish, starter
from tests.engine.random_designs import random_design

SMALL = Tracing(one_in=1, notes=1_024)


def _run(seed: int, tracing: Tracing) -> Simulation:
    simulation = start(random_design(seed, duration_s=8.0), seed, tracing=tracing)
    finish(simulation, seed)
    return simulation


def _starter_run(seed: int, tracing: Tracing) -> Simulation:
    """A busy run whatever the seed: far more notes than a small log holds."""
    simulation = start(starter(), seed, until_s=8.0, tracing=tracing)
    finish(simulation, seed)
    return simulation


def _notes(state: State) -> list[tuple[int, ...]]:
    return [tuple(map(int, each)) for each in state.trace.notes[: int(state.trace.registers[NOTES])].tolist()]


@pytest.mark.parametrize("seed", range(12))
def test_no_rule_of_tracing_changes_a_result(seed: int) -> None:
    rules = (NO_TRACING, Tracing(), SMALL, Tracing(one_in=1, picks=(1, 5, 9)))
    assert len({_run(seed, rule).summary()["digest"] for rule in rules}) == 1


def test_the_starter_design_gives_the_same_result_traced_and_untraced() -> None:
    digests = set()
    for tracing in (NO_TRACING, Tracing(), Tracing(one_in=1)):
        simulation = start(starter(), 7, until_s=10.0, tracing=tracing)
        finish(simulation, 7)
        digests.add(simulation.summary()["digest"])
    assert len(digests) == 1


@pytest.mark.parametrize("seed", range(1, 5))
def test_a_full_log_keeps_what_a_rarer_rule_would_have_taken(seed: int) -> None:
    full = _starter_run(seed, SMALL).state
    kept = DRAWS // (int(full.trace.registers[CEILING]) + 1)
    rare = _starter_run(seed, Tracing(one_in=kept, notes=10_000_000)).state
    assert kept > 1
    assert full.trace.registers[LOST] == 0
    assert _notes(full) == _notes(rare)


def test_a_full_log_keeps_the_picks_until_the_end() -> None:
    picks = tuple(token for token in _requests(_starter_run(3, Tracing(one_in=1, notes=10_000_000)).state)[::400])
    state = _starter_run(3, Tracing(one_in=1, notes=1_024, picks=picks)).state
    assert set(picks) <= set(_requests(state))
    assert len(picks) < len(_requests(state))


def test_what_was_asked_for_by_name_ends_where_the_log_is_full() -> None:
    requests = _requests(_starter_run(3, Tracing(one_in=1, notes=10_000_000)).state)
    state = _starter_run(3, Tracing(one_in=0, notes=1_024, picks=tuple(requests))).state
    assert len(state.trace.notes) == 1_024
    assert _requests(state) == requests[: len(_requests(state))]
    assert 0 < len(_requests(state)) < len(requests)
    assert not (state.works["flags"][: int(state.registers[WORKS_TOP])] & TRACED).any()


def test_one_request_in_ten_is_one_in_ten() -> None:
    simulation = start(tiny.design(rate_per_s=1_000.0, duration_s=20.0), 5, tracing=Tracing(one_in=10))
    finish(simulation, 5)
    offered = simulation.summary()["requests"]["offered"]
    error = (offered * 0.1 * 0.9) ** 0.5
    assert len(_requests(simulation.state)) == pytest.approx(offered / 10, abs=4 * error)


def test_the_slowest_and_the_first_failures_are_remembered() -> None:
    service = tiny.component("service", instances=1, slots=1, service_ms_mean=19.0, queue_limit=5)
    design = tiny.design(components=[tiny.component("viewers", "traffic_source"), service])
    simulation = start(design, 3, tracing=Tracing(one_in=1, slowest=7, failures=4, notes=10_000_000))
    finish(simulation, 3)
    everything = simulation.state
    latencies, failed = _ends(everything)
    assert sorted(everything.trace.slowest["latency_ns"].tolist()) == sorted(latencies)[-7:]
    for outcome, tokens in failed.items():
        count = int(everything.trace.failed[outcome, 0])
        assert everything.trace.failed[outcome, 1 : count + 1].tolist() == tokens[:4]
    assert failed


def test_of_equally_slow_requests_the_first_ones_stay() -> None:
    slowest = np.zeros(2, [("latency_ns", "i8"), ("token", "i8")])
    slowest["latency_ns"] = -1
    for token in (1, 2, 3):
        if slowest[0]["latency_ns"] < 5:
            remember_slow(slowest, 5, token)
    assert set(slowest["token"].tolist()) == {1, 2}


def test_a_note_whose_beginning_is_missing_belongs_to_nobody() -> None:
    state = _starter_run(3, Tracing(one_in=1, notes=10_000_000)).state
    used = state.trace.notes[: int(state.trace.registers[NOTES])]
    roots = root_tokens(used)
    assert set(roots.tolist()) == set(_requests(state))
    without = used[used["token"] != roots[0]]
    assert 0 in root_tokens(without)


def _requests(state: State) -> list[int]:
    used = state.trace.notes[: int(state.trace.registers[NOTES])]
    return [int(each) for each in used["token"][used["kind"] == NOTE_REQUEST]]


def _ends(state: State) -> tuple[list[int], dict[int, list[int]]]:
    """Latencies of the requests that ended well, and tokens of the others by outcome, in the order of ending."""
    used = state.trace.notes[: int(state.trace.registers[NOTES])]
    began = {int(each["token"]): int(each["at_ns"]) for each in used if each["kind"] == NOTE_REQUEST}
    latencies, failed = [], {}
    for each in used:
        if each["kind"] == NOTE_ENDED and int(each["token"]) in began:
            if each["outcome"] <= 1:
                latencies.append(int(each["at_ns"]) - began[int(each["token"])])
            else:
                failed.setdefault(int(each["outcome"]), []).append(int(each["token"]))
    return latencies, failed

"""The compiled loop does exactly what its plain twin does.

In its short form each design that is compared step by step is traced in one of two ways, and 120 others are compared at
their ends, none of them for longer than the twin can follow; in `make soak` in both ways, and 200. The hundred that
meet every mechanism are among both.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.design.control import Given as GivenColumns
from engine.design.kinds import Edit
from engine.design.model import Design
from engine.kernel.advance import BUDGET, DONE, GROW, NOTES_FULL, advance
from engine.kernel.area import integrate_all
from engine.kernel.edits import ON_CONNECTIONS, apply_edit
from engine.kernel.growth import grow_pools
from engine.kernel.histogram import BUCKETS, bucket_of
from engine.kernel.outcomes import ERROR_NAMES, MISS, OK
from engine.kernel.policies import PUBLISHES
from engine.kernel.records import CACHE_STATE
from engine.kernel.replicas import STORE_STATE
from engine.kernel.state import CLOCK, EVENTS, RING_SIZE, State
from engine.kernel.thinning import make_room_for_notes
from engine.kernel.tracing import (
    LOST,
    NOTE_CONCLUDED,
    NOTE_ENDED,
    NOTE_NAMES,
    NOTE_REQUEST,
    NOTE_RETURNED,
    NOTE_SENT,
    NOTES,
)
from engine.plan.giving import collect_requests, give_requests
from engine.plan.plan import Plan, compile_plan
from engine.plan.start import initial_state
from engine.plan.tracing import NO_TRACING, Tracing
from tests.effort import SOAK, times
from tests.engine.random_designs import random_design, random_edits
from tests.engine.random_driving import random_giving
from tests.engine.reference import Twin
from tests.engine.twin.clock import Note
from tests.engine.twin.parts import Given

FIRST = int(os.environ.get("BACKLOT_FUZZ_SEED") or 0)
STEPPED = range(FIRST, FIRST + 25)
WHOLE = range(FIRST + 40, FIRST + 40 + times(120, 200))
TRACED = [(seed, one_in) for seed in STEPPED for one_in in (1, 3) if SOAK or (seed % 2 == 1) == (one_in == 1)]
TURNS_MOST = times(30_000, 10**6)
OUTCOME_NAMES = {OK: "ok", MISS: "miss"} | ERROR_NAMES

COUNTED = ("retries_denied", "refused", "breaker_opened", "hedges")
BESIDES = ("ejections", "stale_answers")
GATES = ("retries_denied", "refused", "breaker_opened", "under_way", "waiting", "limit", "hedges")
MESSAGES = ("retried", "duplicates", "replayed", "pauses")


@pytest.mark.parametrize("seed", STEPPED)
def test_every_step_of_a_random_design_is_that_of_the_twin(seed: int) -> None:
    design = followed(seed)
    twin, traced = twin_of(design, seed), []
    plan, state = kernel_of(design, seed, traced)
    assert traced == twin.trace
    assert_same(plan, state, twin)


@pytest.mark.parametrize(("seed", "one_in"), TRACED)
def test_the_notes_of_traced_requests_are_those_of_the_twin(seed: int, one_in: int) -> None:
    design = followed(seed)
    twin = twin_of(design, seed, one_in)
    plan, state = kernel_of(design, seed, None, Tracing(one_in=one_in, notes=10**7))
    assert state.trace.registers[LOST] == 0
    assert sorted(_notes(plan, state)) == sorted(twin.notes)


@pytest.mark.parametrize("seeds", [WHOLE[place : place + 20] for place in range(0, len(WHOLE), 20)], ids=str)
def test_random_designs_end_as_they_end_in_the_twin(seeds: range) -> None:
    for seed in seeds:
        design = followed(seed)
        plan, state = kernel_of(design, seed, None)
        assert_same(plan, state, twin_of(design, seed))


def test_random_designs_between_them_meet_every_mechanism() -> None:
    """Without this the comparison could be of two empty runs."""
    errors, met, kept = Counter[str](), Counter[str](), Counter[str]()
    for seed in WHOLE[:100]:
        _, state = kernel_of(random_design(seed, duration_s=1.0), seed, None)
        for table in (state.component_states, state.connection_states):
            errors.update({name: int(table["errors"][:, kind].sum()) for kind, name in ERROR_NAMES.items()})
        met.update({name: int(state.connection_states[name].sum()) for name in ("timeouts", "retries", "failures")})
        met["hits"] += int(state.component_states["hits"].sum())
        met.update({name: int(state.policy_states[name].sum()) for name in (*COUNTED, *BESIDES)})
        kept.update({name: int(state.stores[name].sum()) for name in STORE_STATE.names})
        met.update({name: int(state.consuming_states[name].sum()) for name in MESSAGES[:-1]})
    assert min((errors | met).values()) > 20
    assert min(kept.values()) > 2
    assert len(errors) == len(ERROR_NAMES)


def followed(seed: int) -> Design:
    """A random design of a second, or of the part of it that the twin can follow: a closed source whose calls fail at
    once asks a hundred thousand times in a second."""
    design = random_design(seed, duration_s=1.0)
    while int(kernel_of(design, seed, None)[1].registers[EVENTS]) > TURNS_MOST:
        design = replace(design, workload=replace(design.workload, duration_s=design.workload.duration_s / 2))
    return design


def _happenings(seed: int, design: Design) -> list[tuple[int, Edit | tuple[str, list[Given]]]]:
    """What is done from outside and when: edits, then requests that are given."""
    found: list[tuple[int, Edit | tuple[str, list[Given]]]] = []
    found += [(round(at_s * 1e9), edit) for at_s, edit in random_edits(seed, design)]
    duration_ns = design.workload.duration_s * 1e9
    found += [(round(at * duration_ns), (name, rows)) for at, name, rows in random_giving(seed, design)]
    return sorted(found, key=lambda each: each[0])


def _columns(rows: list[Given]) -> GivenColumns:
    return GivenColumns(
        at_ns=[each.at_ns for each in rows],
        tags=[each.tag for each in rows],
        keys=[each.item for each in rows],
        people=[each.person for each in rows],
        classes=[each.priority for each in rows],
    )


def twin_of(design: Design, seed: int, traced_one_in: int = 0) -> Twin:
    twin = Twin(design, seed, traced_one_in)
    for at_ns, edit in _happenings(seed, design):
        twin.run(at_ns)
        if isinstance(edit, Edit):
            twin.edit(edit)
        else:
            twin.give(*edit)
    twin.run(round(design.workload.duration_s * 1e9))
    return twin


def kernel_of(design: Design, seed: int, trace: list[Any] | None, tracing: Tracing = NO_TRACING) -> tuple[Plan, State]:
    plan = compile_plan(design, seed)
    state = initial_state(plan, in_flight_limit=10**6, pool=64, tracing=tracing)
    for at_ns, edit in _happenings(seed, design):
        _run(plan, state, at_ns, trace)
        if not isinstance(edit, Edit):
            give_requests(plan, state, edit[0], _columns(edit[1]))
            continue
        rows = plan.connection_rows if edit.operation in ON_CONNECTIONS else plan.component_rows
        apply_edit(plan.tables, state, edit.operation, rows[edit.target], edit.value)
    _run(plan, state, round(design.workload.duration_s * 1e9), trace)
    integrate_all(state.component_states, int(state.registers[CLOCK]))
    return plan, state


def _run(plan: Plan, state: State, until_ns: int, trace: list[Any] | None) -> None:
    """Runs at once, or turn by turn with a look at the counters whenever an instant's actions are done."""
    status = BUDGET
    while status != DONE:
        if trace is not None and state.registers[RING_SIZE] == 0:
            counters = _counters(plan, state)
            if not trace or trace[-1][1] != counters:
                trace.append((int(state.registers[CLOCK]), counters))
        status = advance(*plan.tables.arrays, *state.arrays, until_ns, 1 if trace is not None else 10**9)
        if status == GROW:
            grow_pools(state)
        elif status == NOTES_FULL:
            make_room_for_notes(state)


def _notes(plan: Plan, state: State) -> list[Note]:
    """The notes of a run in the words of the twin."""
    log, tables = state.trace, plan.tables
    places = {
        NOTE_REQUEST: tables.component_ids,
        NOTE_SENT: tables.connection_ids,
        NOTE_CONCLUDED: tables.connection_ids,
    }
    tellers = (NOTE_ENDED, NOTE_RETURNED, NOTE_CONCLUDED)
    firsts = {int(each["first_instance"]) for each in tables.components}
    found = []
    for each in log.notes[: int(log.registers[NOTES])]:
        kind, instance = int(each["kind"]), int(each["instance"])
        found.append(
            (
                int(each["at_ns"]),
                NOTE_NAMES[kind],
                int(each["token"]),
                int(each["parent"]),
                places[kind][each["place"]] if kind in places else "",
                instance - max(first for first in firsts if first <= instance) if instance >= 0 else -1,
                int(each["attempt"]),
                OUTCOME_NAMES[int(each["outcome"])] if kind in tellers else "",
                int(each["since_ns"]),
            )
        )
    return found


def _counters(plan: Plan, state: State) -> tuple[int, ...]:
    found: list[int] = []
    for place, row in enumerate(state.component_states):
        names = ("completions", "lookups", "hits", "in_system", "latency_ns", "busy", "queued")
        found += [int(row[name]) for name in names] + [int(row["errors"].sum())]
        found += [int(state.stores[place][name]) for name in STORE_STATE.names]
        cache = int(plan.tables.components["cache"][place])
        found += [int(state.cache_states[cache][name]) for name in CACHE_STATE.names] if cache >= 0 else []
    for place, row in enumerate(state.connection_states):
        policy = plan.tables.connections["policy"][place]
        names = ("calls", "arrivals", "attempts", "timeouts", "retries", "answered", "failures", "latency_ns")
        found += [int(row[name]) for name in names] + [int(row["errors"].sum())]
        found += [int(state.policy_states[policy][name]) if policy >= 0 else 0 for name in (*GATES, *BESIDES)]
        if plan.tables.connections["rules"][place] & PUBLISHES:
            found += [int(state.publishing_states[place][name]) for name in ("buffered", "blocked")]
    found += [int(row[name]) for row in state.consuming_states for name in MESSAGES]
    return tuple(found)


def assert_same(plan: Plan, state: State, twin: Twin) -> None:
    assert _counters(plan, state) == twin.counters()
    for name in twin.sources:
        assert _ended(plan, state, name) == twin.ended.get(name, [])
    for row, name in enumerate(plan.tables.component_ids):
        here, node = state.component_states[row], twin.nodes[name]
        assert {ERROR_NAMES[kind]: int(n) for kind, n in enumerate(here["errors"]) if n} == node.errors
        areas = {area: int(here[f"{area}_area_us"]) * 1000 + int(here[f"{area}_area"]) for area in node.areas}
        assert areas == node.areas
        assert int(here["paid_ns"]) == node.paid_ns
        assert _arms(plan, state, row) == node.arms
        assert (state.latency[row] + state.window[row] == _histogram(node.latencies)).all()
    for row, name in enumerate(plan.tables.connection_ids):
        here, link = state.connection_states[row], twin.links[name]
        place = len(plan.tables.components) + row
        assert {ERROR_NAMES[kind]: int(n) for kind, n in enumerate(here["errors"]) if n} == link.errors
        assert (state.latency[place] + state.window[place] == _histogram(link.latencies)).all()


def _ended(plan: Plan, state: State, source: str) -> list[tuple[int, str, int, int]]:
    found = collect_requests(plan, state, source)
    names = [OUTCOME_NAMES[int(each)] for each in found.outcomes]
    return list(zip(found.tags.tolist(), names, found.given_ns.tolist(), found.ended_ns.tolist(), strict=True))


def _arms(plan: Plan, state: State, row: int) -> list[list[int]] | None:
    first = int(state.lives[int(plan.tables.components[row]["first_instance"])]["arm"])
    return None if first < 0 else [[int(each["done"]), int(each["failed"])] for each in state.arms[first : first + 3]]


def _histogram(latencies: list[int]) -> Any:
    counts = np.zeros(BUCKETS, np.int32)
    for each in latencies:
        counts[bucket_of(each)] += 1
    return counts

"""Requests that are given to a run from outside: the way in with its checks, and the way out."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.design.control import Ended, Given
from engine.design.rows import CLASSES
from engine.kernel.driven import AS_DRAWN, GIVEN_REQUEST, NO_TAG
from engine.kernel.giving import collect, give
from engine.kernel.outcomes import FIRST_ERROR
from engine.kernel.state import CLOCK, Rows, State
from engine.plan.plan import Plan


def give_requests(plan: Plan, state: State, source: str, given: Given) -> None:
    """Lets a source send requests at instants from now on; ValueError when it cannot, and then none of them is sent."""
    row = _source_row(plan, source)
    told = plan.lowered[plan.component_rows[source]].has_source
    assert told is not None
    rows: Rows = np.zeros(len(given.at_ns), GIVEN_REQUEST)
    rows["at_ns"], rows["source"] = given.at_ns, row
    rows["tag"] = NO_TAG if given.tags is None else given.tags
    rows["item"] = _column(given.keys, told.keys_count, "A key")
    rows["person"] = _column(given.people, told.people, "A person")
    rows["priority"] = _column(given.classes, len(CLASSES), "A class")
    clock_ns = int(state.registers[CLOCK])
    if (rows["at_ns"] < clock_ns).any():
        raise ValueError(f"Give requests for {clock_ns} ns or later: that is the clock of the run.")
    give(state, rows)


def collect_requests(plan: Plan, state: State, source: str) -> Ended:
    """What has become of tagged requests of a source since the last look; it is told once."""
    _source_row(plan, source)
    rows = collect(state, plan.component_rows[source])
    return Ended(
        tags=rows["tag"],
        outcomes=rows["outcome"],
        is_good=rows["outcome"] < FIRST_ERROR,
        given_ns=rows["given_ns"],
        ended_ns=rows["ended_ns"],
    )


def _source_row(plan: Plan, source: str) -> int:
    found = np.flatnonzero(plan.tables.sources["component"] == plan.component_rows.get(source, -1))
    if not len(found):
        raise ValueError(f'Give requests to a source: "{source}" is none.')
    return int(found[0])


def _column(values: Any, count: int, what: str) -> Any:
    """Numbers below `count`, or AS_DRAWN for all."""
    if values is None:
        return AS_DRAWN
    numbers = np.asarray(values)
    if ((numbers < AS_DRAWN) | (numbers >= count)).any():
        raise ValueError(f"{what} is a number from 0 to {count - 1:,}, or -1 for one that the source draws.")
    return numbers

"""The books of a run: whatever came has left well, has failed for a named reason, or is still inside (row V90).

They are checked whenever a summary is made, in tests and in the product: counting that does not add up is a mistake of
the engine, and no report may be built on it. Whole numbers, so there is no tolerance; a few array operations.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.outcomes import FIRST_ERROR
from engine.kernel.policies import PUBLISHES
from engine.kernel.state import MESSAGES, Integers, Rows, State, Tables


def arrivals(tables: Tables, state: State) -> Integers:
    """What came to each component in the whole run: requests that a source sent, attempts that reached a callee,
    messages that a group got once more."""
    came: Integers = np.zeros(len(tables.components), np.int64)
    np.add.at(came, tables.connections["target"], state.connection_states["arrivals"])
    np.add.at(came, tables.sources["component"], state.source_states["requests"])
    came[tables.consuming["component"]] += redelivered(state.consuming_states)
    return came


def redelivered(groups: Rows) -> Integers:
    """Messages that each group got once more: tried again, delivered again after a crash, or replayed."""
    again: Integers = groups["retried"] + groups["duplicates"] + groups["replayed"]
    return again


def unbalanced(tables: Tables, state: State) -> list[str]:
    """A sentence for each component whose books do not balance, and for each count that has run below nothing."""
    states = state.component_states
    came = arrivals(tables, state)
    failed = states["errors"][:, FIRST_ERROR:].sum(axis=1)
    left = states["completions"] + failed
    inside = states["in_system"].astype(np.int64)
    wrong = np.flatnonzero((came != left + inside) | (inside < 0) | (states["errors"] < 0).any(axis=1))
    return _unbalanced_messages(tables, state) + [
        f"{tables.component_ids[row]}: {came[row]} came, {states['completions'][row]} left well, {failed[row]} failed,"
        f" {inside[row]} are inside"
        for row in wrong
    ]


def _unbalanced_messages(tables: Tables, state: State) -> list[str]:
    """What was published was accepted, was lost by its producer for a named reason, or is on its way."""
    if not len(tables.publishing):
        return []
    links, buffers = state.connection_states, state.publishing_states
    on_the_way = buffers["buffered"].astype(np.int64) + buffers["blocked"]
    is_wrong = (links["calls"] != links["answered"] + links["failures"] + on_the_way) | (on_the_way < 0)
    wrong = np.flatnonzero(is_wrong & ((tables.connections["rules"] & PUBLISHES) != 0))
    found = [
        f"{tables.connection_ids[row]}: {links['calls'][row]} published, {links['answered'][row]} accepted,"
        f" {links['failures'][row]} lost, {on_the_way[row]} on their way"
        for row in wrong
    ]
    if state.registers[MESSAGES] < 0:
        found.append(f"{state.registers[MESSAGES]} messages are held")
    return found

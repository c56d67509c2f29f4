"""The books of a run: whatever came has left well, has failed for a named reason, or is still inside (row V90).

They are checked whenever a summary is made, in tests and in the product: counting that does not add up is a mistake of
the engine, and no report may be built on it. Whole numbers, so there is no tolerance; a few array operations.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.state import FIRST_ERROR, Integers, State, Tables


def arrivals(tables: Tables, state: State) -> Integers:
    """What came to each component in the whole run: requests that a source sent, attempts that reached a callee."""
    came: Integers = np.zeros(len(tables.components), np.int64)
    np.add.at(came, tables.connections["target"], state.connection_states["arrivals"])
    np.add.at(came, tables.sources["component"], state.source_states["requests"])
    return came


def unbalanced(tables: Tables, state: State) -> list[str]:
    """A sentence for each component whose books do not balance, and for each count that has run below nothing."""
    states = state.component_states
    came = arrivals(tables, state)
    failed = states["errors"][:, FIRST_ERROR:].sum(axis=1)
    left = states["completions"] + failed
    inside = states["in_system"].astype(np.int64)
    wrong = np.flatnonzero((came != left + inside) | (inside < 0) | (states["errors"] < 0).any(axis=1))
    return [
        f"{tables.component_ids[row]}: {came[row]} came, {states['completions'][row]} left well, {failed[row]} failed,"
        f" {inside[row]} are inside"
        for row in wrong
    ]

"""Lowers the policies of all connections to the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.design.model import Connection
from engine.design.policies import LoweredPolicies, lower_policies
from engine.kernel.aligned import line_aligned
from engine.kernel.outcomes import ERROR_NAMES, GATES
from engine.kernel.policies import ALGORITHMS, GATED, INFORMED, POLICY, REMEMBERS, RULES
from engine.kernel.state import FIRST_INFORMED, Rows

WORDS = {"limit_algorithm": ALGORITHMS, "permits_outcome": {ERROR_NAMES[each]: each for each in GATES}}
"""What the words in columns stand for."""


def policy_table(connections: Sequence[Connection], table: Rows, components: Rows) -> Rows:
    """The policies of `connections`, whose rows stand in `table`; writes there who has which row and which rules."""
    lowered = [(here, lower_policies(each.policies)) for here, each in zip(table, connections, strict=True)]
    for here, row in lowered:
        _inform(here, row, components)
    table["policy"] = -1
    policies = line_aligned(sum(bool(row.columns) for _, row in lowered), POLICY)
    count = 0
    for here, row in lowered:
        if here["lookup_bit"] >= 0:
            row.rules.discard("remembers")
        for name in row.rules:
            here["rules"] |= RULES[name]
        if row.columns:
            here["policy"] = count
            for column, value in row.columns.items():
                policies[count][column] = WORDS[column][value] if isinstance(value, str) else value
            count += 1
    return policies


def _inform(here: np.void, row: LoweredPolicies, components: Rows) -> None:
    """Some rules of balancing need a row without any policy; where keys decide, nobody chooses."""
    if components[int(here["target"])]["cache"] >= 0:
        row.rules.discard("informed")
    elif here["balancing"] >= FIRST_INFORMED or "informed" in row.rules:
        row.rule("informed")
        row.columns.setdefault("first_peer", 0)


def check_policies(connections: Rows, policies: Rows) -> None:
    """Asserts that who is noticed by the loop has a row: compiled code does not look."""
    assert (connections["policy"] >= -1).all()
    assert (connections["policy"] < len(policies)).all()
    has_row = (connections["rules"] & (GATED | INFORMED | REMEMBERS)) != 0
    assert (connections["policy"][has_row] >= 0).all(), "a rule without a row"

"""Lowers the policies of all connections to the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

from engine.design.model import Connection
from engine.design.policies import lower_policies
from engine.kernel.aligned import line_aligned
from engine.kernel.policies import ALGORITHMS, GATED, POLICY, RULES
from engine.kernel.state import ERROR_NAMES, GATES, Rows

WORDS = {"limit_algorithm": ALGORITHMS, "permits_outcome": {ERROR_NAMES[each]: each for each in GATES}}
"""What the words in columns stand for."""


def policy_table(connections: Sequence[Connection], table: Rows) -> Rows:
    """The policies of `connections`, whose rows stand in `table`; writes there who has which row and which rules."""
    lowered = [(here, lower_policies(each.policies)) for here, each in zip(table, connections, strict=True)]
    table["policy"] = -1
    policies = line_aligned(sum(bool(row.columns) for _, row in lowered), POLICY)
    count = 0
    for here, row in lowered:
        for name in row.rules:
            here["rules"] |= RULES[name]
        if row.columns:
            here["policy"] = count
            for column, value in row.columns.items():
                policies[count][column] = WORDS[column][value] if isinstance(value, str) else value
            count += 1
    return policies


def check_policies(connections: Rows, policies: Rows) -> None:
    """Asserts that who is noticed by the loop has a row: compiled code does not look."""
    assert (connections["policy"] >= -1).all()
    assert (connections["policy"] < len(policies)).all()
    assert (connections["policy"][(connections["rules"] & GATED) != 0] >= 0).all(), "a gate without a row"

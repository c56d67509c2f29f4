"""Lowers what ties callers to their calls: deadlines that travel, cancelling, and teams of calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.design.model import Connection
from engine.design.policies import lower_policies
from engine.design.teams import standbys
from engine.kernel.policies import TEAMED, TIED
from engine.kernel.replicas import WRITES
from engine.kernel.state import Rows
from engine.kernel.ties import CALL_RULE, IN_GENERAL, LOSERS_OF_HEDGES
from engine.plan.lowering import Deadline, Lowered
from engine.plan.replicas import role_of

NONE = Deadline()


def in_order(connections: Sequence[Connection], place: Mapping[str, int]) -> list[Connection]:
    """The connections of each caller as the loop walks them, those that wait for the failure of others last."""
    waiting = standbys(connections)
    return sorted(connections, key=lambda each: (place[each.source], each.id in waiting, each.order, each.id))


def call_rules(
    connections: Sequence[Connection], table: Rows, place: Mapping[str, int], lowered: Sequence[Lowered]
) -> Rows:
    """A row of CALL_RULE for each connection, from its own fields, its caller's mechanisms and its callee's; writes the
    bits TIED and TEAMED into the rules of those in `table` that ask for something."""
    rules = np.zeros(len(connections), CALL_RULE)
    row_of = {each.id: row for row, each in enumerate(connections)}
    for here, each in zip(rules, connections, strict=True):
        caller = lowered[place[each.source]].has_deadline or NONE
        called = lowered[place[each.target]].has_deadline or NONE
        hedge = float(lower_policies(each.policies).columns.get("hedge_cancels", 0.0))
        here["passes_deadline"] = each.passes_deadline or caller.passes_on
        here["cancels"] = IN_GENERAL * (each.cancels or caller.cancels) + LOSERS_OF_HEDGES * (hedge > 0.0)
        here["role"] = role_of(each, place, lowered)
        if here["role"] == WRITES:
            here["cancels"] = 0  # What was written is not taken back.
        here["limit_ns"] = 0 if called.limit_s is None else max(round(called.limit_s * 1e9), 1)
        here["copies"], here["needed"], here["times"] = each.copies, each.needed or each.copies, each.times
        here["standby"] = -1 if each.fallback_to is None else row_of[each.fallback_to]
    asks = (rules["passes_deadline"] != 0) | (rules["cancels"] != 0) | (rules["limit_ns"] > 0)
    kept = np.where(rules["role"] != 0, TEAMED, np.uint8(0))
    table["rules"] |= np.where(asks, TIED, np.uint8(0)) | _teamed(connections) | kept
    return rules


def _teamed(connections: Sequence[Connection]) -> Rows:
    """The bit TEAMED of every connection whose calls do not simply go well or fail by themselves."""
    counted = {(each.source, each.order) for each in connections if each.enough is not None}
    waiting = standbys(connections)
    is_teamed = [
        max(each.copies, each.times) > 1
        or each.fallback_to is not None
        or each.id in waiting
        or (each.source, each.order) in counted
        or "teamed" in lower_policies(each.policies).rules
        for each in connections
    ]
    return np.where(np.array(is_teamed, bool), TEAMED, np.uint8(0))


def widest_group(groups: Rows, rules: Rows) -> int:
    """Rows of calls that the widest group of calls takes: its copies, and the teams."""
    taken = np.concatenate(([0], np.cumsum(rules["copies"] + 1)))
    return int((taken[groups["end"]] - taken[groups["first"]]).max(initial=0)) + 1

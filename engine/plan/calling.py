"""Lowers what ties callers to their calls: deadlines that travel, and cancelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.design.model import Connection
from engine.kernel.policies import TIED
from engine.kernel.state import Rows
from engine.kernel.ties import CALL_RULE
from engine.plan.lowering import Deadline, Lowered

NONE = Deadline()


def call_rules(
    connections: Sequence[Connection], table: Rows, place: Mapping[str, int], lowered: Sequence[Lowered]
) -> Rows:
    """A row of CALL_RULE for each connection, from its own fields, its caller's mechanisms and its callee's; writes the
    bit TIED into the rules of those in `table` that ask for something."""
    rules = np.zeros(len(connections), CALL_RULE)
    for here, each in zip(rules, connections, strict=True):
        caller = lowered[place[each.source]].has_deadline or NONE
        called = lowered[place[each.target]].has_deadline or NONE
        here["passes_deadline"] = each.passes_deadline or caller.passes_on
        here["cancels"] = each.cancels or caller.cancels
        here["limit_ns"] = 0 if called.limit_s is None else max(round(called.limit_s * 1e9), 1)
    asks = (rules["passes_deadline"] != 0) | (rules["cancels"] != 0) | (rules["limit_ns"] > 0)
    table["rules"] |= np.where(asks, TIED, np.uint8(0))
    return rules

"""What the policies of connections would change and the estimate leaves out, in words with numbers."""

from __future__ import annotations

from collections.abc import Iterator

from engine.design.findings import share_for_people
from engine.design.policies import lower_policies
from engine.estimate.drawing import Call

FEW = 0.001
NEAR = 0.5
"""Share of its limit that is under way on average from which a bulkhead refuses now and then."""


def left_out(call: Call, ends: str) -> Iterator[str]:
    """A sentence for each policy of a call that would bite; the figures are those without it."""
    told = lower_policies(call.connection.policies).columns
    columns = {name: float(value) for name, value in told.items() if not isinstance(value, str)}
    failing = 1.0 - call.answered
    passing_per_s = columns.get("rate", 0.0) / 1_000.0
    if 0.0 < passing_per_s < call.attempts_per_s:
        refused = share_for_people(1.0 - passing_per_s / call.attempts_per_s)
        yield f"A rate limit refuses {refused} of calls {ends}: the estimate lets all of them pass."
    under_way = call.attempts_per_s * call.latency.mean
    if "permits" in columns and under_way > NEAR * columns["permits"]:
        yield (
            f"On average {under_way:,.3g} calls {ends} are under way where {columns['permits']:,.0f} may be at first:"
            " that some are refused or wait is left out."
        )
    if "budget_ceiling" in columns and call.attempts > 1.0 + FEW:
        yield f"A retry budget keeps calls {ends} below {call.attempts:.3g} attempts: it is left out."
    if "breaker_failures" in columns and failing * 10_000.0 >= columns["breaker_failures"]:
        yield f"{share_for_people(failing)} of calls {ends} fail: their circuit breaker would open, which is left out."
    if "stale_capacity" in columns and failing > FEW:
        yield f"{share_for_people(failing)} of calls {ends} fail: that older answers stand in for some is left out."
    if "throttle_k" in columns and call.answered * columns["throttle_k"] < 1.0:
        yield f"Few of the calls {ends} are answered well: that their throttle refuses most of them is left out."

"""V39: a queue that is longer than the patience of its callers."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import goodput_afterwards, recovers, stays_down
from validation.row import Effort, Row

SHORT_QUEUES, LONG_QUEUES = (60, 150, 250), ((300, 0.15), (600, 0.0))


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """A run for each limit of the queue."""
    limits = (*SHORT_QUEUES, *(limit for limit, _ in LONG_QUEUES))
    return {f"queue_{limit}": goodput_afterwards(seed, queue_limit=limit) for limit in limits}


ROW = Row(
    number="V39",
    section="3C",
    title="A queue longer than capacity x timeout is poison",
    setup="As V34 with a queue limit of 60, 150, 250, 300 or 600.",
    source="Calculation: 300/s x 1 s = 300 requests are worked through within the timeout.",
    checks=(
        *(recovers(f"queue_{limit}", f"queue of {limit}") for limit in SHORT_QUEUES),
        *(stays_down(f"queue_{limit}", f"queue of {limit}", expected) for limit, expected in LONG_QUEUES),
    ),
    measure=measure,
    gate=True,
    note="At 300 the queue is as long as the timeout and all depends on the spread of 300 service times: between "
    "0.20 and 0.29 of the requests come through here, 0.15 in the table's one run. The sign is the claim.",
)

"""V75: while consumers rebalance everything waits."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, near
from validation.running import watch

IN_PER_S, PAUSE_S, AT_S = 10_000.0, 5.0, 2.25


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The lag when the pause ends."""
    del effort
    bus = component("bus", "event_bus", partition_rate=2_000.0)
    group = component("group", "consumer_group", consumers=12, rebalance_pause_s=PAUSE_S)
    finished = watch(
        design(
            [bus, group],
            [connection("viewers", "bus"), connection("bus", "group")],
            rate_per_s=IN_PER_S,
            duration_s=AT_S + PAUSE_S,
            schedule=[failure(AT_S, "rebalance", "group")],
        ),
        seed,
    )
    return {"lag": finished.summary["components"]["group"]["messages"]["lag"]}


ROW = Row(
    number="V75",
    section="3F",
    title="A rebalance adds what comes during its pause",
    setup="10,000 messages a second into 12 partitions, consumers who keep up; a rebalance stops them for 5 s.",
    source="Calculation: 10,000/s x 5 s.",
    checks=(near("lag", "messages that wait when it ends", IN_PER_S * PAUSE_S, ratio=0.03),),
    measure=measure,
    seeds=5,
)

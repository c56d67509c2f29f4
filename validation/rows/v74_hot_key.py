"""V74: one hot key makes one partition lag while the others have time."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design, traffic
from validation.row import Effort, Row, near
from validation.running import begin

IN_PER_S, HOT, PARTITION_PER_S = 10_000.0, 0.3, 1_000.0
PARTITIONS = 12


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """How fast the longest partition grows, and how much waits in all others together."""
    duration_s = effort.pick(full=60.0, short=6.0)
    bus = component("bus", "event_bus", partitions=PARTITIONS, partition_rate=PARTITION_PER_S, key="title")
    hot = component("hot", "traffic_source", keys_count=1)
    simulation = begin(
        design(
            [component("viewers", "traffic_source"), hot, bus, component("group", "consumer_group", consumers=12)],
            [connection("hot", "bus"), connection("bus", "group")],
            duration_s=duration_s,
            traffics=[traffic("hot", IN_PER_S * HOT)],
        ),
        seed,
    )
    while not simulation.finished:
        simulation.advance()
    return {"growth": simulation.summary()["components"]["bus"]["messages"]["lag"] / duration_s}


ROW = Row(
    number="V74",
    section="3F",
    title="A hot key makes its partition lag",
    setup="A key with 3,000 messages a second, 30 % of 10,000/s, alone in one of 12 partitions that do 1,000/s each.",
    source="Calculation: 0.3 x 10,000 - 1,000.",
    checks=(near("growth", "messages more every second", IN_PER_S * HOT - PARTITION_PER_S, ratio=0.03, unit="1/s"),),
    measure=measure,
    seeds=5,
    note="The other 7,000/s go to the other partitions, 636/s each, and are left out. Where keys share partitions as "
    "hashes have it, the hot one gets 7,000 / 12 more of them, and lags by 2,583 a second: the number of the table "
    "holds for a key alone.",
)

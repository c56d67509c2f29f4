"""V73: partitions cap how many consumers can work at once."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design
from validation.row import Effort, Row, near
from validation.running import run

PARTITIONS, RATE_PER_S = 12, 1_000.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """What 16 and 8 consumers do while more comes than they can."""
    duration_s = effort.pick(full=60.0, short=6.0)
    return {f"out_of_{count}": _out_per_s(count, duration_s, seed) for count in (16, 8)}


def _out_per_s(consumers: int, duration_s: float, seed: int) -> float:
    bus = component("bus", "event_bus", partitions=PARTITIONS, partition_rate=RATE_PER_S)
    group = component("group", "consumer_group", consumers=consumers, process_ms=1000.0 / RATE_PER_S)
    summary = run(
        design(
            [bus, group],
            [connection("viewers", "bus"), connection("bus", "group")],
            rate_per_s=14_000.0,
            duration_s=duration_s,
            warm_up_s=duration_s / 3.0,
        ),
        seed,
    )
    return float(summary["components"]["group"]["completions"] / (summary["clock_s"] - summary["measured_from_s"]))


ROW = Row(
    number="V73",
    section="3F",
    title="Parallelism is the smaller of consumers and partitions",
    setup="A topic of 12 partitions that hand on 1,000/s each, 14,000/s offered at random; consumers take 1 ms a "
    "message.",
    source="Kafka's model of consumption: a partition belongs to one consumer of a group.",
    checks=(
        near("out_of_16", "messages a second, 16 consumers", 12_000.0, ratio=0.02, unit="1/s"),
        near("out_of_8", "messages a second, 8 consumers", 8_000.0, ratio=0.02, unit="1/s"),
    ),
    measure=measure,
    gate=True,
    seeds=3,
    short_seeds=3,
)

"""V72: lag grows by what is too much, and drains by what is spare."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design, failure, traffic
from validation.row import Effort, Row, near
from validation.running import watch

IN_PER_S, OUT_PER_S, LATER_PER_S = 12_000.0, 10_000.0, 8_000.0
GROWS_S = 300.0
CONSUMERS = 10


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The greatest lag, and how long it takes from there until there is none; rates are a hundredth in short form."""
    scale = effort.pick(full=1.0, short=0.01)
    each_per_s = OUT_PER_S / CONSUMERS * scale
    viewers = component("viewers", "traffic_source", process="even")
    bus = component("bus", "event_bus", partitions=CONSUMERS, partition_rate=10.0 * each_per_s, key="none")
    group = component("group", "consumer_group", consumers=CONSUMERS, process_ms=1000.0 / each_per_s)
    finished = watch(
        design(
            [viewers, bus, group],
            [connection("viewers", "bus"), connection("bus", "group")],
            duration_s=GROWS_S + 340.0,
            traffics=[traffic(rate_per_s=IN_PER_S * scale)],
            schedule=[failure(GROWS_S, "change_traffic", "viewers", factor=LATER_PER_S / IN_PER_S)],
        ),
        seed,
    )
    row, place = finished.layout["components"].index("group"), finished.layout["component_metrics"].index("queue")
    lags = [(each["clock_s"], each["components"][row][place] or 0.0) for each in finished.frames]
    at_s, most = max(lags, key=lambda each: each[1])
    empty_s = next(clock_s for clock_s, lag in lags if clock_s > at_s and lag < CONSUMERS)
    return {"lag": most / scale, "drain_s": empty_s - GROWS_S}


ROW = Row(
    number="V72",
    section="3F",
    title="Lag grows by the difference of the rates and drains by it",
    setup="12,000 messages a second into a topic, 10 consumers who do 10,000/s together; after 300 s 8,000/s come. The "
    "short form divides all rates by a hundred.",
    source="Calculation: (12,000 - 10,000) x 300 s; 600,000 / (10,000 - 8,000).",
    checks=(
        near("lag", "messages that wait after 300 s", 600_000.0, ratio=0.02),
        near("drain_s", "until nothing waits", 300.0, ratio=0.02, unit="s"),
    ),
    measure=measure,
    gate=True,
    seeds=1,
    short_seeds=1,
)

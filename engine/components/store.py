"""Store: durable, sharded, and slower than a cache; reads are limited by its connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """A station with one instance a shard."""
    station.lower_station(component, rows, "read_ms_mean", instances_name="shards")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the store was."""
    return explain_station(component, row)


COMPONENT = ComponentType(
    name="store",
    label="Store",
    family="storage",
    help="Keeps what must not be lost. Reads take milliseconds and a connection each.",
    parameters=(
        station.instances(
            3, "Parts that each serve reads.", "One in each of three zones.", name="shards", label="Shards"
        ),
        station.slots(
            4,
            "Reads that a shard serves at once (connections).",
            "Choice of Backlot: few enough that losing the cache is felt.",
        ),
        station.time_ms(
            "read_ms_mean",
            "Read time",
            4.0,
            "Mean time of one read.",
            "Single-key reads of wide-column stores take a few milliseconds.",
        ),
        station.distribution("lognormal", "Reads are skewed to the right by disks and compaction."),
        station.variability(1.5, "Lognormal with a mean of 4 ms and a p99 near 19 ms."),
        station.measured_times(),
        station.queue_limit(200, "Choice of Backlot: a connection pool's waiting line."),
        station.error_ratio(0.0, "A healthy store; break it to see errors."),
        *station.queue_rules(),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    mechanisms=("station",),
    price=Price(instance_per_h=0.4),
)

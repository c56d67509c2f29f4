"""Cache: keys beside a store; the caller asks it first and fills it after a miss (look-aside)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import keys, station
from engine.design.findings import explain_cache
from engine.design.kinds import ComponentType, Finding, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """A station of shards and the keys that they hold."""
    zonal = keys.zonal_of(component.parameters)
    station.lower_station(component, rows, "hit_ms_mean", instances_name="shards", times=zonal.replicas)
    keys.lower_cache(component, rows, looks_aside=True, zonal=zonal)


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How often the cache had the answer."""
    return explain_cache(component, row)


COMPONENT = ComponentType(
    name="cache",
    label="Cache",
    family="storage",
    help="Answers hit or miss. The caller looks here first; after a miss it asks the store and fills the cache.",
    parameters=(
        station.instances(
            3, "Each shard holds its part of the keys.", "Choice of Backlot: three.", name="shards", label="Shards"
        ),
        station.slots(
            32, "Lookups that a shard serves at once.", "Choice of Backlot: a cache is never short of threads."
        ),
        keys.capacity_items(2_000),
        keys.eviction(),
        keys.ttl_s(600.0),
        keys.renews_on(),
        *keys.replicas(),
        *keys.guarding(),
        station.time_ms(
            "hit_ms_mean",
            "Lookup time",
            0.5,
            "Mean time of one lookup.",
            "EVCache's documentation gives an average below 1 ms and a p99 below 5 ms.",
        ),
        station.queue_limit(1_000, "Choice of Backlot: a queue that a healthy cache never fills."),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    connection_kind="lookup",
    mechanisms=("station", "cache"),
    price=Price(instance_per_h=0.3),
)

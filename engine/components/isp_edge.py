"""ISP edge: a cache inside the viewer's network that fetches from behind it what it does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import keys, station
from engine.design.findings import explain_cache
from engine.design.kinds import ComponentType, Finding, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """A station that frees its slot during a fill, and keys that it fills by itself (read-through)."""
    station.lower_station(component, rows, "serve_ms_mean", holds_slot=False)
    keys.lower_cache(component, rows, looks_aside=False)


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How many requests the edge answered without the origin."""
    return explain_cache(component, row)


COMPONENT = ComponentType(
    name="isp_edge",
    label="ISP edge",
    family="delivery",
    help="A cache in the viewer's own network. On a miss it fetches from what it is connected to and keeps a copy.",
    parameters=(
        station.instances(3, "Appliances; each holds its part of the titles.", "A small site of three appliances."),
        station.slots(
            64,
            "Requests that an appliance serves at once.",
            "Choice of Backlot: disks and network rarely run short of slots.",
        ),
        keys.capacity_items(2_500),
        keys.eviction(),
        keys.ttl_s(0.0),
        keys.renews_on(),
        station.time_ms(
            "serve_ms_mean",
            "Serve time",
            5.0,
            "Mean time to begin sending a held file.",
            "Choice of Backlot: a read from a local disk.",
        ),
        station.queue_limit(500, "Choice of Backlot: more than a healthy site ever needs."),
    ),
    lower=lower,
    explain=explain,
    mechanisms=("station", "cache"),
    price=Price(instance_per_h=1.5),
)

"""Gateway: the front door that filters and forwards requests without holding a thread for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import shedding, station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """A station whose slots are free again while the calls behind it run."""
    station.lower_station(component, rows, "filter_ms_mean", holds_slot=False)


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the gateway was."""
    return explain_station(component, row)


COMPONENT = ComponentType(
    name="gateway",
    label="Gateway",
    family="entry",
    help="The front door: checks each request and passes it on. It does not hold a slot while it waits for answers.",
    parameters=(
        station.instances(
            4, "Equal copies behind one address.", "Four survive the loss of one with a third more load each."
        ),
        station.slots(
            16,
            "Requests that an instance filters at once; waiting for answers takes no slot.",
            "About one event-loop thread a core on a 16-core machine, as asynchronous gateways such as Zuul 2 run.",
        ),
        station.time_ms(
            "filter_ms_mean",
            "Filter time",
            1.0,
            "Mean time that the gateway's own filters take.",
            "Choice of Backlot: a few simple filters.",
        ),
        station.queue_limit(1_000, "Choice of Backlot: about a second of work at full load."),
        *shedding.parameters(),
    ),
    lower=lower,
    explain=explain,
    mechanisms=("station",),
    price=Price(instance_per_h=0.2),
)

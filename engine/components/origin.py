"""Origin: the object storage behind the edge, far away and with limited egress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """A station whose slots stand for the transfers that its egress carries at once."""
    station.lower_station(component, rows, "first_byte_ms_mean")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the origin was."""
    return explain_station(component, row)


COMPONENT = ComponentType(
    name="origin",
    label="Origin",
    family="delivery",
    help="Object storage that holds every file, far from viewers; it carries a limited number of transfers at once.",
    parameters=(
        station.instances(2, "Equal front ends of the storage.", "Two, so that one may fail."),
        station.slots(
            16,
            "Transfers that the egress of one front end carries at once.",
            "Choice of Backlot: 20 Gbit/s shared by 32 fills.",
        ),
        station.time_ms(
            "first_byte_ms_mean",
            "Time to first byte",
            90.0,
            "Mean time until the storage begins to answer.",
            "Object storage answers small reads within about 100 to 200 ms (Amazon S3 performance guide).",
        ),
        station.distribution("lognormal", "Object storage has a long tail."),
        station.variability(0.5, "Choice of Backlot: p99 near three times the mean."),
        station.measured_times(),
        station.queue_limit(500, "Choice of Backlot: fills may wait a while."),
        station.error_ratio(0.0, "A healthy origin; break it to see errors."),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    mechanisms=("station",),
)

"""Service: equal stateless instances, each with slots and a finite queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Preset, Rows
from engine.design.model import Component


def lower(component: Component, rows: Rows) -> None:
    """One station; a slot is held during calls unless the service is asynchronous."""
    holds_slot = bool(component.parameters["holds_slot_while_calling"])
    station.lower_station(component, rows, "service_ms_mean", holds_slot=holds_slot)


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the service was and how long requests waited."""
    return explain_station(component, row)


LOGNORMAL = "Lognormal with a median of 12 ms and a p99 of 72 ms: mean 16 ms, squared variation 0.8."

COMPONENT = ComponentType(
    name="service",
    label="Service",
    family="compute",
    help="Equal stateless instances that work on a request and may call others. A slot is held until the work is done.",
    parameters=(
        station.instances(
            3, "Equal copies; any can answer any request.", "Three survive the loss of one with half more load each."
        ),
        station.slots(
            8,
            "Requests that an instance serves at once.",
            "Choice of Backlot: a small machine with a few threads a core.",
        ),
        station.time_ms(
            "service_ms_mean",
            "Service time",
            16.0,
            "Mean time of its own work on a request, calls not included.",
            LOGNORMAL,
        ),
        station.distribution("lognormal", "Latencies of services are skewed to the right; lognormal fits them well."),
        station.variability(0.8, LOGNORMAL),
        station.queue_limit(50, "Choice of Backlot: a few tens of milliseconds of waiting, then refuse."),
        station.error_ratio(0.0, "A healthy service; break it to see errors."),
        Parameter(
            "holds_slot_while_calling",
            "Holds its slot while calling",
            "flag",
            True,
            "On for blocking code (a thread waits for the answer), off for asynchronous code.",
            source="Blocking threads are the commoner runtime, and the one whose pools run out.",
            advanced=True,
        ),
    ),
    lower=lower,
    explain=explain,
    presets=(Preset("service", "Service", "A plain service.", {}),),
    mechanisms=("station",),
)

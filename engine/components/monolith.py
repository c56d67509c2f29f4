"""Monolith: several functions in one program, with one pool of threads, one deployment and one fate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import pace, shedding, station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import Rows, ServiceTime

FUNCTIONS = ("browse", "search", "account", "play")


def service_time(parameters: Mapping[str, Any]) -> ServiceTime:
    """Lognormal with the mean and the variance of the mixture of its functions, each exponential.

    The mixture has the mean sum(w m) and the second moment sum(w 2 m**2), w being shares that sum to 1; waiting in a
    queue depends on these two (Pollaczek and Khinchine).
    """
    weights = [float(parameters[f"{name}_share"]) for name in FUNCTIONS]
    means_s = [float(parameters[f"{name}_ms_mean"]) / 1000.0 for name in FUNCTIONS]
    whole = sum(weights) or 1.0
    mean_s = sum(weight * mean for weight, mean in zip(weights, means_s, strict=True)) / whole
    second = sum(2.0 * weight * mean**2 for weight, mean in zip(weights, means_s, strict=True)) / whole
    return ServiceTime("lognormal", mean_s, second / mean_s**2 - 1.0 if mean_s > 0.0 else 1.0)


def lower(component: Component, rows: Rows) -> None:
    """One station for all functions."""
    parameters = component.parameters
    station.lower_station(component, rows, "", holds_slot=pace.holds_slot(parameters), law=service_time(parameters))


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the one pool was."""
    return explain_station(component, row)


def _share(name: str, label: str, default: float) -> Parameter:
    return Parameter(
        f"{name}_share",
        f"{label}: share",
        "number",
        default,
        f"Share of requests that are for {name}; shares are taken in proportion.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source="Choice of Backlot: people look around more than they play.",
    )


def _time(name: str, label: str, default: float) -> Parameter:
    return station.time_ms(
        f"{name}_ms_mean",
        f"{label}: time",
        default,
        f"Mean time of a request for {name}. Make it slow and see who else suffers.",
        "The service of the same name, as a preset of its own.",
    )


COMPONENT = ComponentType(
    name="monolith",
    label="Monolith",
    family="compute",
    help="Several functions share one pool of slots: a slow one takes slots from all, and when an instance dies all "
    "functions lose it.",
    parameters=(
        station.instances(3, "Equal copies of the whole program.", "Three survive the loss of one."),
        station.slots(8, "Requests that an instance serves at once, whatever they are for.", "As of a service."),
        station.queue_limit(50, "Choice of Backlot: wait a few tens of milliseconds, then refuse."),
        _share("browse", "Browse", 0.5),
        _time("browse", "Browse", 12.0),
        _share("search", "Search", 0.2),
        _time("search", "Search", 40.0),
        _share("account", "Account", 0.2),
        _time("account", "Account", 25.0),
        _share("play", "Play", 0.1),
        _time("play", "Play", 30.0),
        station.error_ratio(0.0, "As of a service."),
        *station.queue_rules(),
        *shedding.parameters(),
        *pace.parameters(),
    ),
    lower=lower,
    explain=explain,
    mechanisms=("station",),
    price=Price(component_per_h=0.2, slot_per_h=0.1 / 8.0),
)

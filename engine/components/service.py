"""Service: equal stateless instances, each with slots and a finite queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import pace, shedding, station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Preset, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """One station; a slot is held during calls unless the service is asynchronous."""
    station.lower_station(component, rows, "service_ms_mean", holds_slot=pace.holds_slot(component.parameters))


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy the service was and how long requests waited."""
    return explain_station(component, row)


def _preset(name: str, label: str, help_text: str, service_ms_mean: float, **others: float | bool) -> Preset:
    return Preset(name, label, help_text, {"service_ms_mean": service_ms_mean, **others})


LOGNORMAL = "Lognormal with a median of 12 ms and a p99 of 72 ms: mean 16 ms, squared variation 0.8."

PRESETS = (
    _preset("play", "Play service", "Gathers what a player needs to start, by calling others.", 12.0),
    _preset("auth", "Auth", "Checks who is asking.", 20.0, instances=2),
    _preset("catalogue", "Catalogue", "Knows the titles; looks in its cache before its store.", 10.0),
    _preset("licence", "Licence service", "Signs the key that lets a player decrypt.", 30.0, instances=4, slots=16),
    _preset("profile", "Profile", "Names and settings of the people in a household.", 8.0),
    _preset("rights", "Rights", "What may be shown where, and until when.", 8.0),
    _preset("entitlement", "Entitlement", "Whether the account has paid for this.", 25.0),
    _preset(
        "bank", "Bank", "Another company's payment service: slow, and sometimes very slow.", 229.0, cv2=0.614, slots=64
    ),
    _preset("ui", "UI server", "Sends the description of a page to a device.", 10.0),
    _preset("search", "Search", "Finds titles by words.", 40.0),
    _preset("recommendations", "Recommendations", "Ranks titles for a person while the page is built.", 45.0),
    _preset("ratings", "Ratings", "What people thought of a title.", 6.0),
    _preset("subtitles", "Subtitles", "Text tracks of a title.", 5.0),
    _preset("artwork", "Artwork", "Picks the picture of a title.", 8.0),
    _preset("bookmark", "Bookmark", "Where a person stopped watching.", 6.0),
    _preset("page", "Page assembler", "Puts rows of titles together.", 15.0),
    _preset("ads", "Ads", "Chooses an advertisement.", 60.0),
    _preset("notification", "Notification", "Messages to devices.", 12.0),
    _preset("api", "Asynchronous API", "Calls others without holding a slot.", 10.0, holds_slot_while_calling=False),
)

COMPONENT = ComponentType(
    name="service",
    label="Service",
    family="compute",
    help="Equal stateless instances that work on a request and may call others.",
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
        station.measured_times(),
        station.queue_limit(50, "Choice of Backlot: wait a few tens of milliseconds, then refuse."),
        station.error_ratio(0.0, "A healthy service; break it to see errors."),
        *station.queue_rules(),
        *shedding.parameters(),
        *pace.parameters(),
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
    presets=PRESETS,
    mechanisms=("station",),
    price=Price(component_per_h=0.2, slot_per_h=0.1 / 8.0),
)

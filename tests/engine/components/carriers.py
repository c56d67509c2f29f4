"""A drawing whose viewers get their bytes over streams, and what the four kinds that carry bytes have in common."""

from __future__ import annotations

from typing import Any

from engine.design.carriers import CarrierPlan
from engine.design.discovery import component_types
from engine.design.model import Design
from tests import tiny
from tests.engine.components.recorder import made


def carried(kind: str, **parameters: Any) -> CarrierPlan:
    """The plan of a component that carries bytes."""
    carrying = component_types()[kind].carrying
    assert carrying is not None
    return carrying(made(kind, **parameters))


def drawn(*tiers: Any, streams: Any, duration_s: float = 60.0, rate_per_s: float = 5.0, **viewers: Any) -> Design:
    """Viewers whose presses a service answers at once; `streams` are pairs of ids."""
    told = {"browse_s": 5.0, "network": "fibre", "titles": 100, **viewers}
    service = tiny.component("service", service_ms_mean=1.0, distribution="constant", slots=200, instances=1)
    return tiny.design(
        components=[tiny.component("viewers", "viewers", **told), service, *tiers],
        connections=[tiny.connection("viewers", "service"), *(tiny.connection(*each) for each in streams)],
        rate_per_s=rate_per_s,
        duration_s=duration_s,
    )

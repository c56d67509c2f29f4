"""A design in two regions: viewers ask a gateway in Europe, which asks a catalogue there and an archive in America."""

from __future__ import annotations

from typing import Any

from engine.design.model import Design
from tests import tiny


def design(**changes: Any) -> Design:
    """Europe holds the gateway, one of its zones the catalogue; the archive is optional to the gateway."""
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            {**tiny.component("gateway"), "place": "eu"},
            {**tiny.component("catalogue"), "place": "eu-a"},
            {**tiny.component("archive"), "place": "us"},
        ],
        connections=[
            tiny.connection("viewers", "gateway", timeout=1.0),
            tiny.connection("gateway", "catalogue", timeout=0.5),
            tiny.connection("gateway", "archive", timeout=0.2, optional=True),
        ],
        places=[
            {"id": "eu", "type": "region", "label": "Europe"},
            {"id": "eu-a", "type": "zone", "within": "eu"},
            {"id": "us", "type": "region"},
        ],
        **changes,
    )

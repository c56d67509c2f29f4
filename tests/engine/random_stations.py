"""Random queues, classes and paces of the stations of a random design."""

from __future__ import annotations

import random
from typing import Any

from engine.design.kinds import CLASSES, DISCIPLINES


def add_stations(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    for component in document["components"]:
        if component["type"] == "traffic_source":
            component["parameters"]["priority"] = draw.choice(CLASSES)
        if component["type"] in ("service", "store"):
            component["parameters"] |= {
                "discipline": draw.choice(DISCIPLINES),
                "lifo_after_ms": draw.choice((0.0, 5.0, 50.0)),
                "deadline_drop": draw.choice(("off", "at_head")),
                "deadline_margin_ms": draw.choice((0.0, 0.5, 4.0)),
            }
        if component["type"] in ("service", "gateway"):
            component["parameters"] |= _shedding(draw)


def _shedding(draw: random.Random) -> dict[str, Any]:
    limits = {f"shed_{each}_above": draw.choice((0.3, 0.6, 1.0)) for each in CLASSES}
    shares = {f"share_{each}": draw.choice((0.0, 0.5, 1.0)) for each in CLASSES}
    return {"shedding": draw.choice(("off", "off", "thresholds", "partitions")), **limits, **shares}

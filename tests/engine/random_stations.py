"""Random queues, classes and paces of the stations of a random design."""

from __future__ import annotations

import random
from typing import Any

from engine.design.rows import CLASSES, DISCIPLINES


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
            if draw.random() < 0.25:
                times = (draw.choice((0.0, 0.5, 3.0, 17.0)) for _ in range(draw.randrange(1, 5)))
                component["parameters"] |= {"distribution": "trace", "measured_ms": ", ".join(map(str, times))}
        if component["type"] in ("service", "gateway"):
            component["parameters"] |= _shedding(draw)
        if component["type"] == "service":
            component["parameters"] |= _pace(draw)


def _shedding(draw: random.Random) -> dict[str, Any]:
    limits = {f"shed_{each}_above": draw.choice((0.3, 0.6, 1.0)) for each in CLASSES}
    shares = {f"share_{each}": draw.choice((0.0, 0.5, 1.0)) for each in CLASSES}
    return {"shedding": draw.choice(("off", "off", "thresholds", "partitions")), **limits, **shares}


def _pace(draw: random.Random) -> dict[str, Any]:
    return {
        "runtime": draw.choice(("plain", "plain", "jvm", "node", "python", "go")),
        "gc_pause_ms": draw.choice((0.0, 5.0, 150.0)),
        "gc_every_s": 1.0,
        "usl_sigma": draw.choice((0.0, 0.0, 0.3)),
        "usl_kappa": draw.choice((0.0, 0.0, 0.01)),
        "start_s": draw.choice((0.0, 0.0, 0.1)),
        "warmup_s": draw.choice((0.0, 0.0, 0.4)),
        "noise_ratio": draw.choice((0.0, 0.0, 0.5)),
    }

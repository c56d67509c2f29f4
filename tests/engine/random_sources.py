"""Random bursts and users for the sources of a random design."""

from __future__ import annotations

import random
from typing import Any


def add_sources(draw: random.Random, document: dict[str, Any]) -> None:
    """Lets some sources send in bursts, and some wait for their answers."""
    for component in document["components"]:
        if component["type"] == "traffic_source":
            process = draw.choice(("mmpp", "closed", component["parameters"]["process"]))
            component["parameters"] |= {
                "process": process,
                "burstiness": draw.choice((1.0, 2.0, 10.0)),
                "users": draw.choice((1, 3, 40)),
                "think_s": draw.choice((0.0, 0.002, 0.1)),
                "people": draw.choice((1, 5, 1_000)),
            }

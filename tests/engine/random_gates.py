"""Random admission policies on the connections of a random design, small enough to bite within a second."""

from __future__ import annotations

import random
from typing import Any


def add_gates(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    for connection in document["connections"]:
        policies: dict[str, Any] = {}
        if draw.random() < 0.4:
            policies["retry_budget"] = {"ratio": draw.choice((0.0, 0.1, 0.333)), "burst": draw.choice((1, 3, 10))}
        if draw.random() < 0.3:
            policies["circuit_breaker"] = {
                "window_s": 1.0,
                "min_volume": draw.choice((1, 3, 10)),
                "error_pct": draw.choice((1.0, 33.3, 50.0, 100.0)),
                "sleep_ms": draw.choice((100.0, 250.0)),
            }
        if policies:
            connection["policies"] = policies

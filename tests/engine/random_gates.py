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
        if draw.random() < 0.15:
            policies["circuit_breaker"] = {
                "window_s": 1.0,
                "min_volume": draw.choice((1, 3, 10)),
                "error_pct": draw.choice((1.0, 33.3, 50.0, 100.0)),
                "sleep_ms": draw.choice((100.0, 250.0)),
            }
        if draw.random() < 0.1:
            policies["rate_limit"] = {"rate_per_s": draw.choice((0.5, 7.3, 40.0)), "burst": draw.choice((1, 5))}
        if draw.random() < 0.15:
            policies["adaptive_throttle"] = {"k": draw.choice((1.0, 1.5, 2.0)), "window_s": 1.0}
        if draw.random() < 0.15:
            policies["bulkhead"] = {"max_concurrent": draw.choice((1, 2, 5)), "queue": draw.choice((0, 1, 5))}
        elif draw.random() < 0.2:
            policies["concurrency_limit"] = _concurrency_limit(draw)
        if draw.random() < 0.1:
            policies["fail_mode"] = {"mode": draw.choice(("open", "closed"))}
        if policies:
            connection["policies"] = policies


def _concurrency_limit(draw: random.Random) -> dict[str, Any]:
    return {
        "algo": draw.choice(("fixed", "aimd", "vegas", "gradient2")),
        "initial": draw.choice((1, 2, 4)),
        "min": draw.choice((1, 2)),
        "max": draw.choice((3, 20)),
        "queue": draw.choice((0, 1, 4)),
        "smoothing": draw.choice((0.2, 1.0)),
        "long_window": draw.choice((10, 30)),
        "tolerance": draw.choice((1.0, 1.5)),
        "window_ms": draw.choice((10.0, 40.0)),
    }

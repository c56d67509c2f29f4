"""Random balancing by those who know more, and random places, for a random design."""

from __future__ import annotations

import random
from typing import Any

from engine.kernel.state import BALANCINGS

PLACES = [
    {"id": "west", "type": "region"},
    {"id": "west-a", "type": "zone", "within": "west"},
    {"id": "west-b", "type": "zone", "within": "west"},
    {"id": "east", "type": "region"},
    {"id": "east-a", "type": "zone", "within": "east"},
]


def add_balancers(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    document["places"] = PLACES
    for component in document["components"]:
        if draw.random() < 0.7:
            component["place"] = draw.choice(PLACES)["id"]
    for connection in document["connections"]:
        connection["balancing"] = draw.choice(sorted(BALANCINGS))
        connection["policies"] = {**connection.get("policies", {}), **_policies(draw)}


def _policies(draw: random.Random) -> dict[str, Any]:
    """Small enough to bite within a second."""
    found: dict[str, Any] = {}
    if draw.random() < 0.4:
        found["load_knowledge"] = {
            "knowledge": draw.choice(("exact", "own", "stale")),
            "refresh_s": draw.choice((0.001, 0.05, 0.4)),
        }
    if draw.random() < 0.3:
        found["instance_weights"] = {"instances": draw.choice((1, 2)), "weight": draw.choice((0.0, 0.1, 3.0))}
    if draw.random() < 0.3:
        found["probation"] = {"probation_s": draw.choice((0.0, 0.05, 0.5))}
    if draw.random() < 0.4:
        found["outlier_ejection"] = {
            "errors": draw.choice((1, 3)),
            "latency_factor": draw.choice((1.2, 3.0)),
            "eject_s": 1.0,
            "max_share": draw.choice((0.0, 0.5, 1.0)),
            "stat_decay_s": draw.choice((1.0, 30.0)),
        }
    if draw.random() < 0.5:
        found["hash_by"] = {"hashes": draw.choice(("user", "key"))}
    return found

"""Random stores with replicas in a random design."""

from __future__ import annotations

import random
from typing import Any


def add_replicas(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place: some stores become replicated, and some of the calls to them write."""
    chosen = [each for each in document["components"] if each["type"] == "store" and draw.random() < 0.9]
    for component in chosen:
        _replicate(draw, component)
    names = {each["id"] for each in chosen}
    copied = {each["id"] for each in chosen if each["parameters"]["read_quorum"] > 1 or each["parameters"]["rf"] > 1}
    for connection in document["connections"]:
        if connection["to"] in names:
            connection |= {"copies": 1, "needed": 1, "writes": draw.random() < 0.6}
            connection.get("policies", {}).pop("hedge", None)
    instead = {each["id"]: each["to"] for each in document["connections"] if "id" in each}
    for connection in document["connections"]:
        if instead.get(connection.get("fallback_to")) in copied:
            del connection["fallback_to"]


def _replicate(draw: random.Random, component: dict[str, Any]) -> None:
    found = component["parameters"]
    component["type"] = "replicated_store"
    found["shards"] = draw.choice((2, 3, 3, 4))
    found["rf"] = min(draw.choice((1, 3, 4)), found["shards"])
    found["max_conns"] = found["slots"] + max(found.pop("queue_limit"), 0)
    found |= {
        "read_quorum": draw.choice((1, 1, 1, found["rf"])),
        "write_quorum": draw.choice((1, 1, 1, found["rf"])),
        "write_ms_mean": draw.choice((1.0, 3.0)),
        "repair": draw.random() < 0.3,
        "rejoin_s": draw.choice((0.0, 0.02)),
        "compaction_ms": draw.choice((0.0, 20.0)),
        "compaction_every_s": 1.0,
    }

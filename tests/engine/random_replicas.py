"""Random stores with replicas in a random design."""

from __future__ import annotations

import random
from typing import Any


def add_replicas(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place: some stores become replicated, and some of the calls to them write."""
    chosen = [each for each in document["components"] if each["type"] == "store" and draw.random() < 0.9]
    for component in chosen:
        _replicate(draw, component)
    called = {each["to"] for each in document["connections"]}
    if len(chosen) > 1:
        document["connections"].append({"from": chosen[0]["id"], "to": chosen[1]["id"]})
    if chosen and chosen[0]["id"] in called and draw.random() < 0.8:
        chosen.append(_join(draw, document, chosen[0]))
    names = {each["id"] for each in chosen}
    copied = {each["id"] for each in chosen if each["parameters"]["read_quorum"] > 1 or each["parameters"]["rf"] > 1}
    calls = [each for each in document["connections"] if each["from"] not in names]
    for connection in calls:
        if connection["to"] in names:
            connection |= {"copies": 1, "needed": 1, "writes": draw.random() < 0.6}
            connection.get("policies", {}).pop("hedge", None)
    instead = {each["id"]: each["to"] for each in document["connections"] if "id" in each}
    for connection in calls:
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
        "replication_lag_ms": draw.choice((0.0, 60.0, 400.0)),
        "acknowledge": draw.choice(("near", "near", "everywhere")),
        "repair": draw.random() < 0.3,
        "rejoin_s": draw.choice((0.0, 0.02)),
        "compaction_ms": draw.choice((0.0, 20.0)),
        "compaction_every_s": 1.0,
    }


def _join(draw: random.Random, document: dict[str, Any], near: dict[str, Any]) -> dict[str, Any]:
    """Another store that gets copies of what is written at the first, and sends its own; somebody calls it too."""
    far = {**near, "id": "far", "label": "far", "parameters": dict(near["parameters"])}
    far["parameters"]["shards"] = draw.choice((near["parameters"]["rf"], 4))
    document["components"].append(far)
    call = next(each for each in document["connections"] if each["to"] == near["id"])
    fields = {name: call[name] for name in ("timeout", "delay", "retry") if name in call}
    document["connections"].append({"id": "to-far", "from": call["from"], "to": "far", "order": 9, **fields})
    document["connections"].append({"from": near["id"], "to": "far"})
    return far

"""Clusters of services behind one gateway: a design that grows without changing what a request or a service does."""

from __future__ import annotations

import random
from typing import Any

from engine.design.model import Design
from engine.design.read import read_document

CLUSTER_NODES = 46
CLUSTER_CALLS = 68
RATE_PER_CLUSTER_PER_S = 2_000.0 / 13


def clustered(clusters: int, duration_s: float) -> Design:
    """A request goes through one cluster, calling its 46 services 68 times; every service is equally busy, however
    many clusters there are."""
    draw = random.Random(600)
    components: list[dict[str, Any]] = [
        {"id": "viewers", "type": "traffic_source"},
        {"id": "gateway", "type": "gateway", "parameters": {"instances": 4, "slots": 1024, "filter_ms_mean": 1}},
    ]
    connections: list[dict[str, Any]] = [{"from": "viewers", "to": "gateway"}]
    for cluster in range(clusters):
        names = [f"s{cluster}_{place}" for place in range(CLUSTER_NODES)]
        components += [_service(name) for name in names]
        connections.append({"from": "gateway", "to": names[0], "share": 1.0 / clusters, **_policy()})
        connections += _calls(draw, names)
    shape = {"shape": "constant", "parameters": {"rate_per_s": clusters * RATE_PER_CLUSTER_PER_S}}
    document = {
        "format": 1,
        "name": f"{clusters} clusters",
        "components": components,
        "connections": connections,
        "workload": {"duration": duration_s, "traffic": [{"source": "viewers", **shape}]},
    }
    design, errors = read_document(document)
    assert design is not None, errors
    return design


def _service(name: str) -> dict[str, Any]:
    parameters = {"instances": 3, "slots": 2, "service_ms_mean": 8, "distribution": "exponential", "queue_limit": 200}
    return {"id": name, "type": "service", "parameters": parameters | {"holds_slot_while_calling": False}}


def _calls(draw: random.Random, names: list[str]) -> list[dict[str, Any]]:
    """A tree over all services, then more calls to its leaves (which call nobody) until the number is right."""
    parents = [draw.randrange(max(place // 3, 1)) for place in range(1, CLUSTER_NODES)]
    calls = [(parent, place) for place, parent in enumerate(parents, start=1)]
    inner = sorted(set(parents))
    leaves = [place for place in range(CLUSTER_NODES) if place not in inner]
    while len(calls) < CLUSTER_CALLS - 1:
        call = (draw.choice(inner), draw.choice(leaves))
        # A leaf called by a service that is itself called once adds exactly one call a request.
        if call not in calls:
            calls.append(call)
    return [{"from": names[a], "to": names[b], "order": 1 + draw.randrange(3), **_policy()} for a, b in sorted(calls)]


def _policy() -> dict[str, Any]:
    retry = {"attempts": 2, "backoff": 0.01}
    return {"timeout": 2.0, "delay": 0.0005, "balancing": "choice_of_two", "retry": retry}

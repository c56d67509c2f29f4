"""A design of ten components that both engines simulate: gateway, services, caches before stores, timeouts, retries."""

from __future__ import annotations

from typing import Any

from engine.design.model import Design
from engine.design.read import read_document

RATE_PER_S = 400.0
DELAY_S = 0.0005
TIMEOUT_S = 0.5
ATTEMPTS = 3
BACKOFF_S = 0.02
KEYS, ZIPF_ALPHA = 5_000, 0.9
CACHE_ITEMS = 1_000

STATIONS: dict[str, tuple[str, int, int, float]] = {
    "gateway": ("gateway", 4, 32, 0.001),
    "auth": ("service", 3, 4, 0.010),
    "catalogue": ("service", 3, 8, 0.006),
    "profile": ("service", 3, 8, 0.005),
    "licence": ("service", 4, 6, 0.025),
    "catalogue_cache": ("cache", 2, 8, 0.0005),
    "catalogue_store": ("store", 3, 2, 0.008),
    "profile_cache": ("cache", 2, 8, 0.0005),
    "profile_store": ("store", 3, 2, 0.006),
}
"""Kind, instances, slots and mean service time in seconds; all exponential. The tenth component are the viewers."""

CALLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "gateway": (("auth",), ("catalogue", "profile"), ("licence",)),
    "catalogue": (("catalogue_cache", "catalogue_store"),),
    "profile": (("profile_cache", "profile_store"),),
}
"""Groups of calls, one group after the other; a group that begins with a cache is look-aside."""

COUNT_AND_MEAN = {
    "gateway": ("instances", "filter_ms_mean"),
    "service": ("instances", "service_ms_mean"),
    "cache": ("shards", "hit_ms_mean"),
    "store": ("shards", "read_ms_mean"),
}


def ten_nodes(duration_s: float, warm_up_s: float) -> Design:
    """The design for our engine."""
    components = [{"id": "viewers", "type": "traffic_source", "parameters": _keys()}]
    components += [_component(name) for name in STATIONS]
    connections = [_call("viewers", "gateway", 1)]
    for caller, groups in CALLS.items():
        for order, group in enumerate(groups, start=1):
            connections += _group(caller, order, group)
    traffic = [{"source": "viewers", "shape": "constant", "parameters": {"rate_per_s": RATE_PER_S}}]
    document = {
        "format": 1,
        "name": "Ten components",
        "components": components,
        "connections": connections,
        "workload": {"duration": duration_s, "warm_up": warm_up_s, "traffic": traffic},
    }
    design, errors = read_document(document)
    assert design is not None, errors
    return design


def _keys() -> dict[str, Any]:
    return {"keys_count": KEYS, "zipf_alpha": ZIPF_ALPHA}


def _component(name: str) -> dict[str, Any]:
    kind, instances, slots, service_s = STATIONS[name]
    count, mean = COUNT_AND_MEAN[kind]
    parameters: dict[str, Any] = {count: instances, "slots": slots, mean: 1000.0 * service_s, "queue_limit": -1}
    if kind == "cache":
        parameters |= {"capacity_items": CACHE_ITEMS, "ttl_s": 0.0}
    elif kind != "gateway":
        parameters["distribution"] = "exponential"
    return {"id": name, "type": kind, "parameters": parameters}


def _group(caller: str, order: int, group: tuple[str, ...]) -> list[dict[str, Any]]:
    if STATIONS[group[0]][0] == "cache":
        cache, store = group
        return [_call(caller, cache, order), {**_call(caller, store, order + 1), "on_miss": cache}]
    return [_call(caller, target, order) for target in group]


def _call(caller: str, target: str, order: int) -> dict[str, Any]:
    retry = {"attempts": ATTEMPTS, "backoff": BACKOFF_S}
    policy = {"timeout": TIMEOUT_S, "delay": DELAY_S, "balancing": "choice_of_two", "retry": retry}
    return {"from": caller, "to": target, "order": order, **policy}

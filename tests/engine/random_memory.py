"""Random memory of callers for a random design."""

from __future__ import annotations

import random
from typing import Any

from engine.design.discovery import stampede_types
from engine.design.rows import CLASSES
from engine.kernel.records import EVICTIONS
from tests import tiny


def add_memory(draw: random.Random, document: dict[str, Any]) -> None:
    """Lets some callers look into their own memory before they ask a cache, or instead of it, and some connections
    remember answers or serve one class only. Changes a document in place."""
    for each in document["connections"]:
        if draw.random() < 0.3:
            each.setdefault("policies", {})["stale_answers"] = {
                "capacity_items": draw.choice((1, 5, 100)),
                "max_age_s": draw.choice((0.0, 0.05, 0.3)),
            }
    for each in document["components"]:
        if each["type"] in ("cache", "isp_edge"):
            each["parameters"]["eviction"] = draw.choice(tuple(EVICTIONS))
    for each in document["components"]:
        if each["type"] == "traffic_source" and draw.random() < 0.3:
            each["parameters"]["absent_ratio"] = draw.choice((0.1, 0.5, 1.0))
    _serve_one_class(draw, document)
    caches = {each["id"] for each in document["components"] if each["type"] == "cache"}
    lookups = [each for each in document["connections"] if each["to"] in caches]
    for lookup in lookups:
        if draw.random() < 0.5:
            continue
        name = f"{lookup['from']}-memory"
        document["components"].append(_local_cache(draw, name))
        if draw.random() < 0.5:
            _move(document, lookup, name)
        else:
            _put_before(document, lookup, name)
    for each in document["components"]:
        if each["type"] in ("cache", "local_cache"):
            each["parameters"] |= _refilling(draw)
        if each["type"] == "cache" and draw.random() < 0.4:
            each["parameters"] |= _replicas(draw)


def _refilling(draw: random.Random) -> dict[str, Any]:
    return {
        "starts": draw.choice(("empty", "full")),
        "ttl_s": draw.choice((0.0, 0.03, 0.1, 0.3)),
        "ttl_jitter": draw.choice((0.0, 0.0, 0.3, 1.0)),
        "negative_ttl_s": draw.choice((0.0, 0.05)),
        "stampede": draw.choice(tuple(stampede_types())),
        "lease_s": draw.choice((0.002, 0.02, 0.5)),
        "stale_s": draw.choice((0.01, 0.05, 9.0)),
        "soft_ttl_ratio": draw.choice((0.0, 0.5, 1.0)),
        "early_beta": draw.choice((0.5, 1.0, 9.0)),
        "early_rebuild_ms": draw.choice((0.0, 5.0)),
    }


def _replicas(draw: random.Random) -> dict[str, Any]:
    return {
        "replicas": draw.choice((2, 2, 3)),
        "fallback_zone": draw.choice((True, True, False)),
        "crossing_ms": draw.choice((0.0, 1.0, 7.0)),
        "stampede": "none",
    }


def _serve_one_class(draw: random.Random, document: dict[str, Any]) -> None:
    instead = {each.get("fallback_to") for each in document["connections"]}
    sent = [each["parameters"]["priority"] for each in document["components"] if each["type"] == "traffic_source"]
    for each in document["connections"]:
        if draw.random() < 0.2 and each.get("id") not in instead:
            each["only_for"] = draw.choice((*CLASSES, *sent, *sent))


def _local_cache(draw: random.Random, name: str) -> dict[str, Any]:
    return tiny.component(
        name,
        "local_cache",
        capacity_items=draw.choice((1, 5, 40)),
        eviction=draw.choice(tuple(EVICTIONS)),
        ttl_s=draw.choice((0.0, 0.1, 0.5)),
        renews_on=draw.choice(("read", "write")),
        hit_ms_mean=draw.choice((0.001, 0.01, 1.0)),
    )


def _move(document: dict[str, Any], lookup: dict[str, Any], name: str) -> None:
    """The cache itself lies in the memory of this caller."""
    for each in document["connections"]:
        if each["from"] == lookup["from"] and each.get("on_miss") == lookup["to"]:
            each["on_miss"] = name
    lookup["to"] = name


def _put_before(document: dict[str, Any], lookup: dict[str, Any], name: str) -> None:
    """What the memory misses is looked up in the cache."""
    first = tiny.connection(lookup["from"], name, order=lookup["order"] - 1)
    document["connections"].append(first)
    lookup["on_miss"] = name

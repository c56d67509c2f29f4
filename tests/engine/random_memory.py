"""Random memory of callers for a random design."""

from __future__ import annotations

import random
from typing import Any

from tests import tiny


def add_memory(draw: random.Random, document: dict[str, Any]) -> None:
    """Lets some callers look into their own memory before they ask a cache, or instead of it. Changes a document in
    place."""
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


def _local_cache(draw: random.Random, name: str) -> dict[str, Any]:
    return tiny.component(
        name,
        "local_cache",
        capacity_items=draw.choice((1, 5, 40)),
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

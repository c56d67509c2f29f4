"""Random ties between the callers and the calls of a random design."""

from __future__ import annotations

import random
from typing import Any


def add_ties(draw: random.Random, document: dict[str, Any]) -> None:
    """Changes a document in place."""
    by_caller: dict[str, list[dict[str, Any]]] = {}
    for connection in document["connections"]:
        connection |= {"passes_deadline": draw.random() < 0.5, "cancels": draw.random() < 0.5}
        by_caller.setdefault(connection["from"], []).append(connection)
        if draw.random() < 0.3:
            connection.setdefault("policies", {})["hedge"] = {
                "after_percentile": draw.choice((50.0, 90.0, 99.9)),
                "after_ms": draw.choice((0.0, 2.0, 6.0)),
                "cap_ratio": draw.choice((0.1, 1.0)),
                "cancel_loser": draw.random() < 0.5,
            }
    caches = {each["id"] for each in document["components"] if each["type"] == "cache"}
    for calls in by_caller.values():
        plain = [each for each in calls if each["to"] not in caches]
        for each in plain:
            each |= {"copies": draw.choice((1, 1, 1, 2, 3)), "times": draw.choice((1, 1, 1, 2, 3))}
            each["needed"] = draw.randrange(1, each["copies"] + 1)
        _add_groups(draw, plain)
        _add_substitute(draw, plain)


def _add_groups(draw: random.Random, calls: list[dict[str, Any]]) -> None:
    """Orders of which not all must go well."""
    orders: dict[int, list[dict[str, Any]]] = {}
    for each in calls:
        orders.setdefault(each.get("order", 1), []).append(each)
    for members in orders.values():
        if draw.random() < 0.5:
            draw.choice(members)["enough"] = draw.randrange(1, len(members) + 1)


def _add_substitute(draw: random.Random, calls: list[dict[str, Any]]) -> None:
    """A connection that is called only when another one fails."""
    fitting = [each for each in calls if not {"share", "probability", "on_miss", "enough"} & each.keys()]
    if len(fitting) < 2 or draw.random() < 0.3:
        return
    first, instead = draw.sample(fitting, 2)
    instead |= {"copies": 1, "times": 1, "needed": 1, "id": f"{instead['from']}-instead"}
    first["fallback_to"] = instead["id"]

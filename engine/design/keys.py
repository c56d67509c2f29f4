"""What components that remember keys have in common: parameters and lowering."""

from __future__ import annotations

from engine.design.discovery import eviction_types
from engine.design.kinds import Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def capacity_items(
    default: int,
    help_text: str = "Keys that fit in all together; when it is full, one makes room for each new one.",
    source: str = "Choice of Backlot: a part of the titles, so that some requests miss.",
) -> Parameter:
    """How many keys fit."""
    return Parameter(
        "capacity_items",
        "Capacity",
        "count",
        default,
        help_text,
        unit="count",
        low=1,
        high=5_000_000,
        source=source,
    )


def ttl_s(default: float) -> Parameter:
    """How long a key is kept."""
    return Parameter(
        "ttl_s",
        "Time to live",
        "number",
        default,
        "How long an entry is believed; 0 means for ever.",
        unit="s",
        low=0.0,
        high=604_800.0,
        source="Choice of Backlot: ten minutes for what may change, for ever for files that never do.",
    )


def renews_on() -> Parameter:
    """What starts the time to live again."""
    return Parameter(
        "renews_on",
        "Time to live restarts on",
        "choice",
        "write",
        "write: an entry ages from when it was stored. read: every hit makes it young again.",
        choices=("write", "read"),
        source="Expiry counted from the write is what memcached does.",
        advanced=True,
    )


def eviction() -> Parameter:
    """Which key makes room."""
    types = eviction_types()
    return Parameter(
        "eviction",
        "Eviction",
        "choice",
        "lru",
        "Which key makes room for a new one when all places are taken.",
        choices=tuple(types),
        source="LRU is what memcached and Redis come near to.",
        said={each.name: (each.label, f"{each.help} {each.source}") for each in types.values()},
    )


def lower_cache(component: Component, rows: Rows, *, looks_aside: bool, **more: float) -> None:
    """Adds the keys of a component whose parameters are the ones of this file; `more` goes on to `Rows.cache`."""
    parameters = component.parameters
    rows.cache(
        capacity_items=int(parameters["capacity_items"]),
        ttl_s=float(parameters["ttl_s"]),
        renews_on=str(parameters["renews_on"]),
        looks_aside=looks_aside,
        eviction=str(parameters["eviction"]),
        **more,
    )

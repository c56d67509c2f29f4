"""What components that remember keys have in common: parameters and lowering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.design.discovery import eviction_types, stampede_types
from engine.design.kinds import Parameter
from engine.design.model import Component, Value
from engine.design.rows import ONCE, PLAIN, Refilling, Rows, Zonal


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


def ttl_jitter() -> Parameter:
    """By how much times to live differ."""
    return Parameter(
        "ttl_jitter",
        "Jitter of the time to live",
        "number",
        0.0,
        "The time to live of each entry is drawn between so much below and so much above what it should be, so that "
        "keys that were stored together do not end together.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source="Without jitter is what caches do by themselves.",
        advanced=True,
    )


def negative_ttl_s() -> Parameter:
    """How long it is remembered that a key does not exist."""
    return Parameter(
        "negative_ttl_s",
        "Time to live of absent keys",
        "number",
        5.0,
        "For how long it is remembered that a key does not exist; 0: every request for one goes to the store.",
        unit="s",
        low=0.0,
        high=3_600.0,
        source="Choice of Backlot: short, because what does not exist may be made at any moment.",
        advanced=True,
    )


def guarding() -> tuple[Parameter, ...]:
    """How a cache begins, how its entries end, and what is done against stampedes."""
    return (
        Parameter(
            "starts",
            "Begins",
            "choice",
            "empty",
            "empty: every key is missed once. full: the most popular keys were all loaded at the start of the run, "
            "and their times to live begin together.",
            choices=("empty", "full"),
            source="A cache that has just been started is empty.",
            advanced=True,
        ),
        ttl_jitter(),
        negative_ttl_s(),
        *protection(),
    )


def protection() -> tuple[Parameter, ...]:
    """What is done against stampedes, and its figures."""
    types = stampede_types()
    return (
        Parameter(
            "stampede",
            "Stampede protection",
            "choice",
            "none",
            "What keeps those who miss a hot key from all rebuilding it at once.",
            choices=tuple(types),
            source="None is what a plain cache has.",
            said={each.name: (each.label, f"{each.help} {each.source}") for each in types.values()},
        ),
        Parameter(
            "lease_s",
            "Lease",
            "number",
            10.0,
            "How long others wait for somebody who rebuilds a key before the next one tries.",
            unit="s",
            low=0.001,
            high=600.0,
            source="Nishtala et al., NSDI 2013: a lease every ten seconds for each key.",
            advanced=True,
        ),
        Parameter(
            "stale_s",
            "Oldest answer",
            "number",
            30.0,
            "How long after its end an answer may still be given while the key is rebuilt, if the protection does so.",
            unit="s",
            low=0.0,
            high=604_800.0,
            source="Choice of Backlot: half a minute, which nobody notices in a catalogue.",
            advanced=True,
        ),
        *refreshing(),
    )


def refreshing() -> tuple[Parameter, ...]:
    """When keys are refreshed before their end."""
    return (
        Parameter(
            "soft_ttl_ratio",
            "Soft time to live",
            "number",
            0.8,
            "After this share of its time to live an entry is refreshed when it is read, with refresh ahead.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: early enough that rebuilding is over before the end.",
            advanced=True,
        ),
        Parameter(
            "early_beta",
            "Eagerness",
            "number",
            1.0,
            "Of early refreshes: above 1 they begin earlier, below 1 later.",
            unit="x",
            low=0.0,
            high=10.0,
            source="Vattani et al. (2015): 1 is the best choice.",
            advanced=True,
        ),
        Parameter(
            "early_rebuild_ms",
            "Assumed rebuilding time",
            "number",
            100.0,
            "Of early refreshes: how long rebuilding a key is thought to take before it was measured.",
            unit="ms",
            low=0.0,
            high=600_000.0,
            source="Choice of Backlot: the mean time of a query of the relational database.",
            advanced=True,
        ),
    )


def refilling_of(parameters: Mapping[str, Value]) -> Refilling:
    """What `guarding` says, for whom it is there."""
    return Refilling(
        jitter=float(parameters["ttl_jitter"]),
        negative_s=float(parameters["negative_ttl_s"]),
        starts_full=parameters["starts"] == "full",
        **stampede_types()[str(parameters["stampede"])].columns(parameters),  # type: ignore[arg-type]
    )


def replicas() -> tuple[Parameter, ...]:
    """How often the whole cache is there, and who asks another one."""
    return (
        Parameter(
            "replicas",
            "Replicas",
            "count",
            1,
            "How often the whole cache is there, each time with all its shards: in a region one in each of its zones. "
            "A lookup goes to the one in the zone of whoever asks; what is stored goes to all.",
            unit="count",
            low=1,
            high=9,
            source="Choice of Backlot: one cache; EVCache keeps one in each of three zones.",
        ),
        Parameter(
            "fallback_zone",
            "Asks another zone",
            "flag",
            True,
            "Whoever finds nothing in the replica of the own zone, or nobody there, asks the others before the store.",
            source="EVCache falls back to another zone.",
            advanced=True,
        ),
        Parameter(
            "crossing_ms",
            "Way to another zone",
            "number",
            1.0,
            "How much later an answer comes if another zone was asked: there and back.",
            unit="ms",
            low=0.0,
            high=1_000.0,
            source="Choice of Backlot: zones of a region are about a millisecond apart, there and back.",
            advanced=True,
        ),
    )


def zonal_of(parameters: Mapping[str, Value]) -> Zonal:
    """What `replicas` says; one replica is a plain cache, whatever the rest says."""
    if int(parameters["replicas"]) == 1:
        return ONCE
    crossing_s = float(parameters["crossing_ms"]) / 1_000.0
    return Zonal(int(parameters["replicas"]), int(parameters["shards"]), bool(parameters["fallback_zone"]), crossing_s)


def lower_cache(component: Component, rows: Rows, *, looks_aside: bool, **more: Any) -> None:
    """Adds the keys of a component whose parameters are the ones of this file; `more` goes on to `Rows.cache`."""
    parameters = component.parameters
    rows.cache(
        capacity_items=int(parameters["capacity_items"]),
        ttl_s=float(parameters["ttl_s"]),
        renews_on=str(parameters["renews_on"]),
        looks_aside=looks_aside,
        eviction=str(parameters["eviction"]),
        refilling=refilling_of(parameters) if looks_aside else PLAIN,
        **more,
    )

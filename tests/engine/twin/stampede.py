"""Keys that are rebuilt, in the plain twin: who does it, and who waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.kernel import random
from engine.kernel.cache import is_absent
from engine.kernel.logarithm import natural_log
from engine.kernel.records import CACHE
from tests.engine.twin.parts import Link, Node, Work

NEVER_NS = 2**62
COUNTED = (
    *("coalesced", "stale_served", "early_refreshes", "refreshes", "stale_most_ns"),
    *("from_afar", "warmed", "dumped_ns", "dump_unit_ns"),
)


@dataclass(eq=False)
class Rebuild:
    """The rebuilding of one key."""

    took_ns: int
    until_ns: int = 0
    holder: int = 0  # the number of the work that rebuilds it
    waiting: list[Work] = field(default_factory=list)
    plan: int = 0  # counts what would end the waiting; only the newest counts
    is_planned: bool = False


def rebuild_of(node: Node, holder: Work, item: int) -> Rebuild:
    """That of a key, in the copy of the instance at which a work of the caller is where there are copies."""
    assert node.cache is not None
    place = 0
    if node.cache.lookup_s is not None and holder.instance is not None:
        place = holder.node.instances.index(holder.instance)
    first_ns = round(node.cache.refilling.rebuild_s * 1e9)
    return node.rebuilds.setdefault((place, item), Rebuild(first_ns))


def is_rebuilder(work: Work) -> bool:
    """True while a lookup's caller waits for it."""
    assert work.call is not None
    return work.call.awaits is work and work.call.parent.state == "calling"


def exists(node: Node, item: int) -> bool:
    """Not all keys that are asked for do."""
    told = np.zeros(1, CACHE)
    told["absent_ratio"], told["absent_stream"] = node.absent_ratio, node.absent_stream
    return not is_absent(told, 0, item)


def life_ns(node: Node, item: int, key: object) -> int:
    """For how long an entry that is stored now is believed; 0: it is not stored."""
    assert node.cache is not None
    told = node.cache.refilling
    if not exists(node, item):
        return round(told.negative_s * 1e9)
    ttl_ns = round(node.cache.ttl_s * 1e9)
    if not ttl_ns:
        return NEVER_NS
    if told.jitter:
        return max(int(ttl_ns * (1.0 + told.jitter * (2.0 * random.uniform(key, random.JITTER) - 1.0)) + 0.5), 1)
    return ttl_ns


def is_early(node: Node, rebuild: Rebuild, left_ns: int, key: object) -> bool:
    """A reader draws whether it rebuilds the key before its end."""
    assert node.cache is not None
    beta = node.cache.refilling.beta
    return beta > 0.0 and -beta * rebuild.took_ns * natural_log(random.uniform(key, random.EARLY)) >= left_ns


def asked_before(links: dict[str, Link], link: Link) -> list[Link]:
    """The lookups that have missed before a call was made, the last first."""
    found = []
    here: Link | None = link
    while here is not None and here.connection.on_miss is not None:
        told = here.connection
        here = next(
            each
            for each in links.values()
            if each.connection.source == told.source and each.connection.target == told.on_miss
        )
        found.append(here)
    return found

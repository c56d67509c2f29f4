"""Lays out the keys that are remembered: the shards of caches, and the copies that callers keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.design.model import Component, Connection
from engine.kernel.policies import REMEMBERS
from engine.kernel.records import CACHE, EVICTIONS
from engine.kernel.state import Rows
from engine.plan.lowering import Cache, Lowered
from engine.plan.shards import empty_shards, needs_places
from engine.plan.streams import stream_key

NANOSECONDS = 1e9


@dataclass(frozen=True, slots=True)
class Memory:
    """Rows of CACHE, the rows of SHARD as they are at the start, and how many rows of ENTRY there are.

    Every instance of every component has a shard, whether it uses it or not; the copies of callers follow.
    """

    caches: Rows
    shards: Rows
    entries: int


class Layout:
    """Gives shards and entries to one cache after another."""

    def __init__(self, keys_count: int, stations: Rows) -> None:
        self.keys_count = keys_count
        self.entries = 0
        self.rows: list[tuple[int, ...]] = []
        self.shards = [empty_shards([1] * int(here["instances"]), "lru") for here in stations]

    def shared(self, row: int, told: Cache, stream: int) -> None:
        """The cache of the component in `row`, whose shards are its own instances."""
        ttl_ns = round(told.ttl_s * NANOSECONDS)
        eviction = EVICTIONS[told.eviction]
        self.rows.append(
            (self.entries, self.keys_count, ttl_ns, stream, told.renews_on_read, told.looks_aside, eviction, 0, 0, -1)
        )
        self.entries += self.keys_count
        capacities = _parts(told.capacity_items, len(self.shards[row]))
        self.shards[row] = self._shards(capacities, told.eviction, stream)

    def copied(self, told: Cache, copies: int, holder: int, stream: int) -> None:
        """A cache with so many copies, which the instances of `holder` have."""
        ttl_ns = round(told.ttl_s * NANOSECONDS)
        place = (EVICTIONS[told.eviction], self.keys_count, self._shards_so_far(), holder)
        self.rows.append((self.entries, self.keys_count, ttl_ns, 0, told.renews_on_read, True, *place))
        self.entries += self.keys_count * copies
        self.shards.append(self._shards([told.capacity_items] * copies, told.eviction, stream))

    def remembered(self, capacity_items: int, ttl_ns: int) -> int:
        """The answers of a connection; gives the row of CACHE."""
        place = (EVICTIONS["lru"], self.keys_count, self._shards_so_far(), -1)
        self.rows.append((self.entries, self.keys_count, ttl_ns, 0, False, False, *place))
        self.entries += self.keys_count
        self.shards.append(self._shards([capacity_items], "lru", 0))
        return len(self.rows) - 1

    def memory(self) -> Memory:
        """All of it."""
        return Memory(np.array(self.rows, CACHE), np.concatenate(self.shards), self.entries)

    def _shards_so_far(self) -> int:
        return sum(len(each) for each in self.shards)

    def _shards(self, capacities: list[int], policy: str, stream: int) -> Rows:
        """Shards, whose places follow the entries of their cache where the policy needs any."""
        fitting = [min(each, self.keys_count) for each in capacities]
        shards = empty_shards(capacities, policy, self.entries, stream)
        if needs_places(policy):
            shards["first_place"] = self.entries + np.concatenate(([0], np.cumsum(fitting)[:-1]))
            self.entries += sum(fitting)
        return shards


def lay_out(
    components: Sequence[Component],
    lowered: Sequence[Lowered],
    connections: Sequence[Connection],
    table: Rows,
    seed: int,
) -> Layout:
    """The memory of components; `table` holds their rows with all their instances."""
    keys_count = max((each.has_source.keys_count for each in lowered if each.has_source is not None), default=1)
    layout = Layout(keys_count, table)
    place = {each.id: row for row, each in enumerate(components)}
    callers = {each.target: place[each.source] for each in connections}
    for component, each in zip(components, lowered, strict=True):
        told = each.has_cache
        if told is None:
            continue
        holder = callers.get(component.id)
        stream = stream_key(seed, "shards", component.id)
        if told.lookup_s is not None and holder is not None:
            layout.copied(told, int(table[holder]["instances"]), holder, stream)
        else:
            layout.shared(place[component.id], told, stream)
    return layout


def lay_out_answers(layout: Layout, connections: Rows, policies: Rows) -> Memory:
    """Adds what connections remember, and writes into their policies where that is."""
    for row in np.unique(connections["policy"][(connections["rules"] & REMEMBERS) != 0]):
        here = policies[int(row)]
        here["stale_cache"] = layout.remembered(int(here["stale_capacity"]), int(here["stale_ns"]))
    return layout.memory()


def _parts(items: int, shards: int) -> list[int]:
    """Keys that each shard may hold: the capacity in equal parts, the first ones taking the rest."""
    part, rest = divmod(items, shards)
    return [max(part + (index < rest), 1) for index in range(shards)]

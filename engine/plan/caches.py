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
from engine.plan.titles import keys_of, titles_of

NANOSECONDS = 1e9


@dataclass(frozen=True, slots=True)
class Memory:
    """Rows of CACHE, the rows of SHARD as they are at the start, and how many rows of ENTRY and of REBUILD there are.

    Every instance of every component has a shard, whether it uses it or not; the copies of callers follow.
    """

    caches: Rows
    shards: Rows
    entries: int
    rebuilds: int


class Layout:
    """Gives shards and entries to one cache after another."""

    def __init__(self, keys_count: int, titles: int, stations: Rows, absent_ratio: float, seed: int) -> None:
        self.keys_count, self.titles = keys_count, titles
        self.absent_ratio, self.absent_stream = absent_ratio, stream_key(seed, "absent")
        self.entries = self.rebuilds = 0
        self.rows: list[Rows] = []
        self.shards = [empty_shards([1] * int(here["instances"]), "lru") for here in stations]

    def shared(self, row: int, told: Cache, stream: int) -> None:
        """The cache of the component in `row`, whose shards are its own instances."""
        here = self._row(told, stream)
        self._guard(here, told, self.keys_count)
        self.entries += self.keys_count
        capacities = _parts(told.capacity_items, len(self.shards[row]))
        self.shards[row] = self._shards(capacities, told.eviction, stream)

    def replicated(self, row: int, told: Cache, stream: int) -> None:
        """As shared, for a cache with replicas; more instances than they have shards keep nothing."""
        here, zonal = self._row(told, stream), told.zonal
        here["replicas"], here["shards_each"] = zonal.replicas, zonal.shards_each
        here["falls_back"], here["crossing_ns"] = zonal.falls_back, round(zonal.crossing_s * NANOSECONDS)
        here["stride"], here["first_shard"] = self.keys_count, sum(len(each) for each in self.shards[:row])
        self.entries += self.keys_count * zonal.replicas
        capacities = _parts(told.capacity_items, zonal.shards_each) * zonal.replicas
        idle = [1] * (len(self.shards[row]) - len(capacities))
        self.shards[row] = self._shards(capacities + idle, told.eviction, stream)

    def copied(self, told: Cache, copies: int, holder: int, stream: int) -> None:
        """A cache with so many copies, which the instances of `holder` have."""
        here = self._row(told, stream)
        here["stride"], here["first_shard"], here["holder"] = self.keys_count, self._shards_so_far(), holder
        self._guard(here, told, self.keys_count * copies)
        self.entries += self.keys_count * copies
        self.shards.append(self._shards([told.capacity_items] * copies, told.eviction, stream))

    def remembered(self, capacity_items: int, ttl_ns: int) -> int:
        """The answers of a connection; gives the row of CACHE."""
        here = self._new_row()
        here["ttl_ns"], here["may_expire"] = ttl_ns, ttl_ns > 0
        here["stride"], here["first_shard"] = self.keys_count, self._shards_so_far()
        self.entries += self.keys_count
        self.shards.append(self._shards([capacity_items], "lru", 0))
        return len(self.rows) - 1

    def _new_row(self) -> np.void:
        here = np.zeros(1, CACHE)
        here["first_entry"], here["keys_count"] = self.entries, self.keys_count
        here["titles"] = self.titles
        here["holder"] = here["first_rebuild"] = -1
        self.rows.append(here)
        row: np.void = here[0]
        return row

    def _row(self, told: Cache, stream: int) -> np.void:
        here = self._new_row()
        here["ttl_ns"], here["stream"] = round(told.ttl_s * NANOSECONDS), stream
        here["renews_on_read"], here["looks_aside"] = told.renews_on_read, told.looks_aside
        here["eviction"] = EVICTIONS[told.eviction]
        here["absent_ratio"], here["absent_stream"] = self.absent_ratio, self.absent_stream
        write_refilling(here, told)
        return here

    def _guard(self, here: np.void, told: Cache, rows: int) -> None:
        """Rows of REBUILD for every entry of a cache that needs them."""
        if told.refilling.guards:
            here["first_rebuild"] = self.rebuilds
            self.rebuilds += rows

    def memory(self) -> Memory:
        """All of it."""
        caches = np.concatenate(self.rows) if self.rows else np.zeros(0, CACHE)
        return Memory(caches, np.concatenate(self.shards), self.entries, self.rebuilds)

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
    absent_ratio = max((each.has_source.absent_ratio for each in lowered if each.has_source is not None), default=0.0)
    layout = Layout(keys_of(lowered), titles_of(lowered), table, absent_ratio, seed)
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
        elif told.zonal.replicas > 1:
            layout.replicated(place[component.id], told, stream)
        else:
            layout.shared(place[component.id], told, stream)
    return layout


def lay_out_answers(layout: Layout, connections: Rows, policies: Rows) -> Memory:
    """Adds what connections remember, and writes into their policies where that is."""
    for row in np.unique(connections["policy"][(connections["rules"] & REMEMBERS) != 0]):
        here = policies[int(row)]
        here["stale_cache"] = layout.remembered(int(here["stale_capacity"]), int(here["stale_ns"]))
    return layout.memory()


def write_refilling(here: np.void, told: Cache) -> None:
    """Fills the columns of a row of CACHE that say how entries end and come again."""
    refilling = told.refilling
    for name in ("negative", "lease", "stale"):
        here[f"{name}_ns"] = round(getattr(refilling, f"{name}_s") * NANOSECONDS)
    for name in ("jitter", "beta", "waits", "refreshes", "starts_full"):
        here[name] = getattr(refilling, name)
    here["ahead_ns"] = round(refilling.ahead * told.ttl_s * NANOSECONDS)
    here["may_expire"] = told.ttl_s > 0.0 or (here["absent_ratio"] > 0.0 and refilling.negative_s > 0.0)


def _parts(items: int, shards: int) -> list[int]:
    """Keys that each shard may hold: the capacity in equal parts, the first ones taking the rest."""
    part, rest = divmod(items, shards)
    return [max(part + (index < rest), 1) for index in range(shards)]

"""Lays out the keys that are remembered: the shards of caches, and the copies that callers keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.design.model import Component, Connection
from engine.kernel.policies import REMEMBERS
from engine.kernel.records import CACHE
from engine.kernel.state import Rows
from engine.plan.lowering import Lowered
from engine.plan.streams import stream_key

NANOSECONDS = 1e9


@dataclass(frozen=True, slots=True)
class Memory:
    """Rows of CACHE, how many keys each shard may hold, and how many rows of ENTRY there are.

    Every instance of every component has a shard, whether it uses it or not; the copies of callers follow.
    """

    caches: Rows
    capacities: tuple[int, ...]
    entries: int


class Layout:
    """Gives shards and entries to one cache after another."""

    def __init__(self, keys_count: int, capacities: list[int]) -> None:
        self.keys_count = keys_count
        self.capacities = capacities
        self.entries = 0
        self.rows: list[tuple[int, int, int, int, bool, bool, int, int, int]] = []

    def shared(self, stream: int, ttl_s: float, *, renews_on_read: bool, looks_aside: bool) -> None:
        """A cache whose shards are the instances of its own component."""
        told = (self.entries, self.keys_count, round(ttl_s * NANOSECONDS), stream, renews_on_read, looks_aside)
        self.rows.append((*told, 0, 0, -1))
        self.entries += self.keys_count

    def copied(self, capacity_items: int, copies: int, holder: int, ttl_s: float, *, renews_on_read: bool) -> None:
        """A cache with so many copies, which the instances of `holder` have."""
        told = (self.entries, self.keys_count, round(ttl_s * NANOSECONDS), 0, renews_on_read, True)
        self.rows.append((*told, self.keys_count, len(self.capacities), holder))
        self.entries += self.keys_count * copies
        self.capacities += [capacity_items] * copies

    def remembered(self, capacity_items: int, ttl_ns: int) -> int:
        """The answers of a connection; gives the row of CACHE."""
        row = (self.entries, self.keys_count, ttl_ns, 0, False, False, self.keys_count, len(self.capacities), -1)
        self.rows.append(row)
        self.entries += self.keys_count
        self.capacities.append(capacity_items)
        return len(self.rows) - 1


def lay_out(
    components: Sequence[Component],
    lowered: Sequence[Lowered],
    connections: Sequence[Connection],
    table: Rows,
    seed: int,
) -> Layout:
    """The memory of components; `table` holds their rows with all their instances."""
    keys_count = max((each.has_source.keys_count for each in lowered if each.has_source is not None), default=1)
    layout = Layout(keys_count, _shard_capacities(lowered, table))
    place = {each.id: row for row, each in enumerate(components)}
    callers = {each.target: place[each.source] for each in connections}
    for component, each in zip(components, lowered, strict=True):
        told = each.has_cache
        if told is None:
            continue
        holder = callers.get(component.id)
        if told.lookup_s is not None and holder is not None:
            copies = int(table[holder]["instances"])
            layout.copied(told.capacity_items, copies, holder, told.ttl_s, renews_on_read=told.renews_on_read)
        else:
            stream = stream_key(seed, "shards", component.id)
            renews_on_read, looks_aside = told.renews_on_read, told.looks_aside
            layout.shared(stream, told.ttl_s, renews_on_read=renews_on_read, looks_aside=looks_aside)
    return layout


def lay_out_answers(layout: Layout, connections: Rows, policies: Rows) -> Memory:
    """Adds what connections remember, and writes into their policies where that is."""
    for row in np.unique(connections["policy"][(connections["rules"] & REMEMBERS) != 0]):
        here = policies[int(row)]
        here["stale_cache"] = layout.remembered(int(here["stale_capacity"]), int(here["stale_ns"]))
    return Memory(np.array(layout.rows, CACHE), tuple(layout.capacities), layout.entries)


def _shard_capacities(lowered: Sequence[Lowered], table: Rows) -> list[int]:
    """Keys that the shard on each instance may hold: the capacity in equal parts, the first ones taking the rest."""
    capacities: list[int] = []
    for each, here in zip(lowered, table, strict=True):
        count = int(here["instances"])
        items = each.has_cache.capacity_items if each.has_cache is not None else 0
        part, rest = divmod(items, count)
        capacities.extend(max(part + (index < rest), 1) for index in range(count))
    return capacities

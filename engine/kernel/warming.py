"""Caches that are filled by somebody else than those who miss: from another replica, or from a dump of an earlier time.

A dump says of every key how much longer it was to be believed, in units of which the longest life has DUMP_STEPS,
rounded down. Source: Netflix Technology Blog, Cache warming: Agility for a stateful service, 2018.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.arrivals import NEVER
from engine.kernel.balance import choose_shard
from engine.kernel.cache import first_entry_of
from engine.kernel.compiled import compiled, leaf
from engine.kernel.evicting import let_in
from engine.kernel.state import CLOCK, Rows, State, Tables
from engine.kernel.zonal import home_in

DUMP_STEPS = 60_000
FOR_EVER, LONGEST = 65_535, 65_534
NOWHERE = np.int64(-1)


def dump_keys(tables: Tables, state: State, row: int, _: float) -> None:
    """Remembers which keys a cache holds now and until when; what was remembered before is forgotten."""
    cache = tables.caches[int(tables.components[row]["cache"])]
    if cache["holder"] >= 0:
        return
    told = state.cache_states[int(tables.components[row]["cache"])]
    told["dumped_ns"], told["dump_unit_ns"] = state.registers[CLOCK], dump_unit_ns(cache)
    first = int(cache["first_entry"])
    here = state.entries[first : first + int(cache["keys_count"]) * max(int(cache["replicas"]), 1)]
    left_ns = here["expires_ns"] - state.registers[CLOCK]
    steps = np.minimum(1 + left_ns // int(told["dump_unit_ns"]), LONGEST)
    steps[left_ns >= NEVER // 2] = FOR_EVER
    here["dumped"] = np.where((here["shard"] >= 0) & (left_ns > 0), steps, 0)


def dump_unit_ns(cache: Rows) -> int:
    """The unit in which a dump of a cache measures time."""
    longest_ns = max(int(cache["ttl_ns"]) * (1.0 + float(cache["jitter"])), int(cache["negative_ns"]))
    return int(longest_ns) // DUMP_STEPS + 1


def warm_from_replica(tables: Tables, state: State, row: int, value: float) -> None:
    """Every shard that has been emptied gets the next `value` keys that another replica holds."""
    _warm(tables, state, row, value, from_dump=False)


def warm_from_dump(tables: Tables, state: State, row: int, value: float) -> None:
    """Every shard that has been emptied gets the next `value` keys of the last dump."""
    _warm(tables, state, row, value, from_dump=True)


def _warm(tables: Tables, state: State, row: int, value: float, *, from_dump: bool) -> None:
    cache = int(tables.components[row]["cache"])
    if tables.caches[cache]["holder"] < 0:
        state.cache_states[cache]["warmed"] += warm_shards(
            tables.components,
            tables.caches,
            state.cache_states,
            state.component_states,
            state.instances,
            state.living,
            state.shards,
            state.entries,
            row,
            cache,
            round(value),
            from_dump,
            int(state.registers[CLOCK]),
        )


def is_warming(tables: Tables, state: State, row: int) -> bool:
    """True when a shard of a component that takes work has not been gone through to the end since it was emptied."""
    here = tables.components[row]
    instances = slice(int(here["first_instance"]), int(here["first_instance"]) + int(here["instances"]))
    shards = state.shards[instances]
    is_open = (shards["warmed"] < tables.caches[int(here["cache"])]["titles"]) & (shards["held"] < shards["capacity"])
    return bool((is_open & (state.instances["is_up"][instances] != 0)).any())


@compiled
def warm_shards(  # type: ignore[no-untyped-def]
    components, caches, cache_states, states, instances, living, shards, entries, c, cache, most, from_dump, now
):
    """Lets every shard that takes work go on through the titles from where it was; returns how many were brought.

    What is asked for once is not among them.
    """
    first, count, brought = np.int64(components[c].first_instance), components[c].instances, np.int64(0)
    titles = caches[cache].titles
    for i in range(first, first + count):
        left = most if instances[i].is_up != 0 and states[c].listed > 0 else 0
        while left > 0 and shards[i].warmed < titles:
            item = shards[i].warmed + 0
            shards[i].warmed = item + 1
            if _home(caches, cache, c, first, count, states, instances, living, i, item) != i:
                continue
            if shards[i].held >= shards[i].capacity:
                shards[i].warmed = titles
                continue
            here = first_entry_of(caches, cache, i)
            if entries[here + item].shard == i:
                continue
            if from_dump:
                expires_ns = _dumped(caches, cache_states, entries, cache, i, item)
            else:
                expires_ns = _held_elsewhere(caches, entries, cache, first, i, item, now)
            if expires_ns > now:
                let_in(caches[cache].eviction, here, shards, entries, i, item)
                if entries[here + item].shard == i:
                    entries[here + item].expires_ns = expires_ns
                    left -= 1
                    brought += 1
    return brought


@leaf
def _home(caches, cache, c, first, count, states, instances, living, i, item):  # type: ignore[no-untyped-def]
    """The instance that keeps a key, in the replica of instance `i`."""
    if caches[cache].replicas > 1:
        replica = (i - first) // caches[cache].shards_each
        if replica >= caches[cache].replicas:
            return NOWHERE
        return home_in(caches, cache, first, item, replica)
    return np.int64(choose_shard(caches[cache].stream, item, first, count, states[c].listed, instances, living))


@leaf
def _dumped(caches, cache_states, entries, cache, i, item):  # type: ignore[no-untyped-def]
    """Until when a key is believed by the last dump; -1: it is not in it."""
    steps = np.int64(entries[first_entry_of(caches, cache, i) + item].dumped)
    if steps == 0:
        return NOWHERE
    if steps == FOR_EVER:
        return NEVER
    return np.int64(cache_states[cache].dumped_ns + (steps - 1) * cache_states[cache].dump_unit_ns)


@leaf
def _held_elsewhere(caches, entries, cache, first, i, item, now):  # type: ignore[no-untyped-def]
    """Until when the next replica that has a key believes it; -1: none has it."""
    each, replicas = caches[cache].shards_each, caches[cache].replicas
    for step in range(1, replicas):
        other = first + (i - first + step * each) % (replicas * each)
        there = first_entry_of(caches, cache, other) + item
        if entries[there].shard == other and entries[there].expires_ns > now:
            return np.int64(entries[there].expires_ns)
    return NOWHERE

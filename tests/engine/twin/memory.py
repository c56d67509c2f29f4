"""What callers remember in the plain twin: a copy of a cache in each instance, and the answers of a connection."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel import random
from engine.kernel.logarithm import exponential
from engine.kernel.popularity import draw_key
from engine.plan.lowering import Cache
from tests.engine.twin.evictions import KEYS, Counts, Keys
from tests.engine.twin.parts import Instance, Link, Node, Source, Work


def is_copied(node: Node) -> bool:
    """True for a cache that lies in the memory of its caller."""
    return node.cache is not None and node.cache.lookup_s is not None


def shards_of(cache: Cache | None, count: int, stream: int) -> list[Keys]:
    """The shards of a component with so many instances; those of one replica count together how often keys are asked
    for, and what belongs to none has no room to speak of."""
    items = cache.capacity_items if cache else 0
    kind = KEYS[cache.eviction] if cache else Keys
    replicas = cache.zonal.replicas if cache else 1
    each = cache.zonal.shards_each if cache and replicas > 1 else count
    counts: list[Counts] = [{} for _ in range(count)]
    parts = [max(items // each + (place % each < items % each), 1) for place in range(count)]
    parts[each * replicas :] = [1] * (count - each * replicas)
    return [kind(part, counts[place // each], stream + place) for place, part in enumerate(parts)]


def looked_into(node: Node, work: Work) -> Keys:
    """The keys that a lookup is about: those of a shard, or of the copy of whoever asks."""
    assert work.instance is not None
    if not is_copied(node):
        return work.instance.keys
    assert work.call is not None
    return copy_at(node, work.call.parent)


def copy_at(node: Node, holder: Work) -> Keys:
    """The copy of the instance at which a work of the caller is; who has no instances has one copy."""
    return copy_of(node, holder.node, holder.node.instances[0] if holder.instance is None else holder.instance)


def copy_of(node: Node, caller: Node, instance: Instance) -> Keys:
    """The copy of one instance of the caller."""
    if node.component.id not in instance.copies:
        assert node.cache is not None
        stream = int(node.shards_stream) + caller.instances.index(instance)
        instance.copies[node.component.id] = KEYS[node.cache.eviction](node.cache.capacity_items, {}, stream)
    return instance.copies[node.component.id]


def forget_copies(instance: Instance) -> None:
    """A process that begins anew remembers nothing."""
    for keys in instance.copies.values():
        keys.clear()


def remember(link: Link, item: int, now: int) -> None:
    """Keeps a good answer of a connection that remembers them."""
    told = link.connection.policies.get("stale_answers")
    if told is None or link.is_lookup:
        return
    link.remembered.pop(item, None)
    if len(link.remembered) >= int(told["capacity_items"]):
        link.remembered.popitem(last=False)
    link.remembered[item] = now + round(float(told["max_age_s"]) * 1e9)


def recalls(link: Link, item: int, now: int) -> bool:
    """True when there was an answer before that is not too old."""
    if item not in link.remembered:
        return False
    if float(link.connection.policies["stale_answers"]["max_age_s"]) > 0.0 and link.remembered[item] <= now:
        del link.remembered[item]
        return False
    link.remembered.move_to_end(item)
    link.stale_answers += 1
    return True


def wanted_key(source: Source, key: Any, now: int) -> int:
    """The key that a request asks for."""
    if source.keys_count == 1:
        return 0
    item = wished_key(source, key, now)
    return source.hot_key if random.uniform(key, random.HOT) < source.hot_share else item


def wished_key(source: Source, key: Any, now: int) -> int:
    """What it asks for of itself."""
    told = source.wishes
    if random.uniform(key, random.WONDER) < told.wonder_ratio:
        source.wondered += 1
        return source.first_wonder + (source.wondered - 1) % source.wonders
    steepness = exponential(-(now - told.premiere_at_s * 1e9) / (told.premiere_rise_s * 1e9))
    decay = exponential(-max(now - told.premiere_at_s * 1e9, 0.0) / (told.premiere_fade_s * 1e9))
    if random.uniform(key, random.PREMIERE) < told.premiere_share * (1.0 / (1.0 + steepness)) * decay:
        return source.keys_count - 1
    while told.drift_share > 0.0 and now >= (source.drifts + 1) * round(told.drift_every_s * 1e9):
        source.drifts += 1
        stream = np.uint64(random.numbered(source.drift_stream, source.drifts))
        source.ranks = dealt(source.ranks, told.drift_share, stream)
    rank = int(draw_key(source.alias, 0, source.keys_count, key)) + source.turned
    return source.ranks[rank % source.keys_count]


def dealt(ranks: list[int], share: float, stream: Any) -> list[int]:
    """The keys of a share of the ranks dealt out anew among these."""
    count, found = len(ranks), list(ranks)
    draws = [np.uint64(random.numbered(stream, number)) for number in range(2 * count if share > 0.0 else 0)]
    chosen = [each for each in range(count) if draws and random.uniform(draws[each], random.DRIFT) < share]
    for last in range(len(chosen) - 1, 0, -1):
        other = int(random.uniform_index(draws[count + last], random.DRIFT, last + 1))
        here, there = chosen[last], chosen[other]
        found[here], found[there] = found[there], found[here]
    return found

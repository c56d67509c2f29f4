"""Caches with replicas by zone in the plain twin."""

from __future__ import annotations

import numpy as np

from engine.kernel import random
from tests.engine.twin import stampede
from tests.engine.twin.parts import Instance, Node, Work


def home(node: Node, item: int, replica: int) -> Instance:
    """The instance that keeps a key in a replica."""
    assert node.cache is not None
    each = node.cache.zonal.shards_each
    hashed = int(random.mix(np.uint64((int(node.shards_stream) + item) % 2**64)))
    return node.instances[replica * each + hashed % each]


def nearest(node: Node, work: Work) -> int:
    """The replica that is asked from the zone of a work: one that lies there, or any."""
    assert node.cache is not None
    every = range(node.cache.zonal.replicas)
    near = [each for each in every if work.from_zone and home(node, 0, each).zone == work.from_zone] or list(every)
    return near[int(random.uniform_index(work.key, random.BALANCE, len(near)))]


def asked(node: Node, work: Work) -> Instance | None:
    """The instance that a lookup goes to; None when nobody is there who would answer."""
    assert node.cache is not None
    told, first = node.cache.zonal, nearest(node, work)
    for step in range(told.replicas if told.falls_back else 1):
        found = home(node, work.item, (first + step) % told.replicas)
        if found in node.listed():
            work.is_from_afar = step > 0 or bool(work.from_zone and found.zone and found.zone != work.from_zone)
            return found
    return None


def others(node: Node, asked_first: Instance) -> list[Instance]:
    """The same shard of the other replicas, in the order in which they are asked."""
    assert node.cache is not None
    each, replicas = node.cache.zonal.shards_each, node.cache.zonal.replicas
    if not node.cache.zonal.falls_back:
        return []
    places = [(asked_first.place + step * each) % (replicas * each) for step in range(1, replicas)]
    return [node.instances[place] for place in places]


def crossing_ns(work: Work) -> int:
    """How much later its answer comes."""
    if not work.is_from_afar:
        return 0
    assert work.node.cache is not None
    return round(work.node.cache.zonal.crossing_s * 1e9)


def store(node: Node, parent: Work, now: int) -> None:
    """Every replica learns an answer."""
    assert node.cache is not None
    life_ns = stampede.life_ns(node, parent.item, parent.key)
    for replica in range(node.cache.zonal.replicas):
        keeper = home(node, parent.item, replica)
        if life_ns and keeper in node.listed() and not keeper.is_gone:
            keeper.keys.put(parent.item, now + life_ns)


def load(node: Node, items: list[int]) -> None:
    """At the start every replica has the same keys."""
    assert node.cache is not None
    for replica in range(node.cache.zonal.replicas):
        fitting: dict[Instance, list[int]] = {}
        for item in items:
            held = fitting.setdefault(home(node, item, replica), [])
            if len(held) < home(node, item, replica).keys.capacity:
                held.append(item)
        for keeper, held in fitting.items():
            for item in reversed(held):
                key = np.uint64(random.numbered(node.shards_stream, item))
                keeper.keys.put(item, stampede.life_ns(node, item, key))


def replica_of(node: Node, instance: Instance) -> int:
    """Of an instance; all are one where there are no replicas."""
    assert node.cache is not None
    return instance.place // node.cache.zonal.shards_each if node.cache.zonal.replicas > 1 else 0

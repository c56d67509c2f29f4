"""Caches that somebody else fills, in the plain twin."""

from __future__ import annotations

from tests.engine.twin import zonal
from tests.engine.twin.parts import Instance, Node
from tests.engine.twin.stampede import NEVER_NS


def dump(node: Node, now: int) -> None:
    """Which keys are held now, and until when: by replica."""
    assert node.cache is not None
    told = node.cache.refilling
    longest_ns = max(round(node.cache.ttl_s * 1e9) * (1.0 + told.jitter), round(told.negative_s * 1e9))
    unit_ns = int(longest_ns) // 60_000 + 1
    node.guarded["dumped_ns"], node.guarded["dump_unit_ns"] = now, unit_ns
    node.dumped = {}
    for instance in node.instances:
        for item, until_ns in instance.keys.until_ns.items():
            if until_ns > now:
                steps = min((until_ns - now) // unit_ns, 65_533)
                end_ns = NEVER_NS if until_ns - now >= NEVER_NS // 2 else now + steps * unit_ns
                node.dumped[zonal.replica_of(node, instance), item] = end_ns


def dumped(node: Node, instance: Instance, item: int, now: int) -> int:
    """Until when a key is believed by the dump; 0: it is not in it, or not any more."""
    until_ns = node.dumped.get((zonal.replica_of(node, instance), item), 0)
    return until_ns if until_ns > now else 0


def held_elsewhere(node: Node, instance: Instance, item: int, now: int) -> int:
    """Until when another replica believes a key; 0: none does."""
    assert node.cache is not None
    each, replicas = node.cache.zonal.shards_each, node.cache.zonal.replicas
    for step in range(1, replicas):
        keys = node.instances[(instance.place + step * each) % (replicas * each)].keys
        if keys.until_ns.get(item, 0) > now:
            return keys.until_ns[item]
    return 0

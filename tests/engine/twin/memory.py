"""Keys in the memory of callers in the plain twin: every instance has a copy of its own."""

from __future__ import annotations

from collections import OrderedDict

from tests.engine.twin.parts import Instance, Node, Work


def is_copied(node: Node) -> bool:
    """True for a cache that lies in the memory of its caller."""
    return node.cache is not None and node.cache.lookup_s is not None


def looked_into(node: Node, work: Work) -> OrderedDict[int, int]:
    """The keys that a lookup is about: those of a shard, or of the copy of whoever asks."""
    assert work.instance is not None
    if not is_copied(node):
        return work.instance.keys
    assert work.call is not None
    return copy_at(node, work.call.parent)


def copy_at(node: Node, holder: Work) -> OrderedDict[int, int]:
    """The copy of the instance at which a work of the caller is; who has no instances has one copy."""
    instance = holder.node.instances[0] if holder.instance is None else holder.instance
    return instance.copies.setdefault(node.component.id, OrderedDict())


def store_in_copy(node: Node, holder: Work, item: int, now: int) -> None:
    """Puts a key into a copy as its newest."""
    assert node.cache is not None
    keys = copy_at(node, holder)
    keys.pop(item, None)
    if len(keys) >= node.cache.capacity_items:
        keys.popitem(last=False)
    keys[item] = now + round(node.cache.ttl_s * 1e9)


def forget_copies(instance: Instance) -> None:
    """A process that begins anew remembers nothing."""
    instance.copies.clear()

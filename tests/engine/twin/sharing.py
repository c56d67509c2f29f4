"""Slots shared out among everybody, in the plain twin: a list of those served, and the clock that runs for each."""

from __future__ import annotations

from tests.engine.twin import variation
from tests.engine.twin.parts import Instance, Node, Work


def shares(node: Node) -> bool:
    """True when all work there is served at once."""
    return node.station is not None and node.station.discipline == "processor_sharing"


def has_room(node: Node, instance: Instance) -> bool:
    """True when one more may join."""
    assert node.station is not None
    limit = node.station.queue_limit
    return limit < 0 or len(instance.sharers) < node.station.slots + limit


def pace(node: Node, instance: Instance) -> float:
    """How fast the clock of each runs."""
    assert node.station is not None
    count, slots = len(instance.sharers), node.station.slots
    each = 1.0 if count <= slots else slots / count
    return each / variation.contention(node.station.pace, min(count, slots))


def pass_time(node: Node, instance: Instance, now: int) -> None:
    """Brings the clock of those served up to now."""
    before, instance.changed_ns = instance.changed_ns, now
    passed = variation.running_ns(node, instance, now) - variation.running_ns(node, instance, before)
    if instance.sharers and not node.is_held:
        instance.virtual_ns += passed * pace(node, instance)


def join(node: Node, instance: Instance, work: Work, service_ns: int, now: int) -> None:
    """Served from now on with the others."""
    pass_time(node, instance, now)
    work.finish_ns = instance.virtual_ns + service_ns
    instance.sharers.append(work)
    _count(node, instance)


def leave(node: Node, instance: Instance, work: Work, now: int) -> None:
    """Served no more."""
    pass_time(node, instance, now)
    instance.sharers.remove(work)
    _count(node, instance)
    if not instance.sharers:
        instance.virtual_ns = 0.0


def clear(instance: Instance) -> None:
    """Everybody is gone."""
    instance.sharers.clear()
    instance.virtual_ns, instance.surplus = 0.0, 0
    instance.plan += 1


def first(instance: Instance) -> Work:
    """Who is done next, the older on a tie."""
    return min(instance.sharers, key=lambda each: (each.finish_ns, each.number))


def _count(node: Node, instance: Instance) -> None:
    assert node.station is not None
    instance.busy = min(len(instance.sharers), node.station.slots)
    instance.surplus = len(instance.sharers) - instance.busy

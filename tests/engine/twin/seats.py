"""Who waits where and who is turned away, in the plain twin: classes counted by looking at everybody inside."""

from __future__ import annotations

from engine.design.rows import CLASSES
from tests.engine.twin.parts import Instance, Node, Work


def join_queue(node: Node, instance: Instance, work: Work, now: int) -> None:
    """Puts work where its discipline wants it."""
    discipline = node.station.discipline if node.station is not None else "fifo"
    place = len(instance.queue)
    if discipline == "lifo":
        place = 0
    if discipline == "adaptive_lifo":
        if not instance.queue:
            instance.waiting_since_ns = now
        elif now - instance.waiting_since_ns > round(node.station.lifo_after_s * 1e9):
            place = 0
    if discipline == "priority":
        place = sum(CLASSES.index(each.priority) <= CLASSES.index(work.priority) for each in instance.queue)
    instance.queue.insert(place, work)


def is_turned_away(node: Node, instance: Instance, work: Work) -> bool:
    """True when the instance has no room for another of this class."""
    station = node.station
    if station is None or station.shedding is None:
        return False
    seated = [each for each in instance.inside if each.holds_slot or each in instance.queue]
    limit = station.shedding.limits[CLASSES.index(work.priority)] * station.slots
    if station.shedding.rule == "thresholds":
        return len(seated) >= limit
    alike = [each for each in seated if each.priority == work.priority]
    return len(seated) >= station.slots and len(alike) >= limit

"""Turning requests away by class before an instance is full.

Thresholds follow the four criticalities of Beyer and others, Site Reliability Engineering (2016), chapter 21;
partitions that guarantee a share and lend the rest follow the prioritised load shedding that Netflix described in 2024.
"""

from __future__ import annotations

from engine.kernel.compiled import leaf
from engine.kernel.queue import class_of
from engine.kernel.stations import CLASSES


@leaf
def is_turned_away(rules, instances, details, components, c, i, flags):  # type: ignore[no-untyped-def]
    """True when instance `i` of component `c` has no room for work of this class, waiting and in service counted."""
    own = class_of(flags)
    limit = rules[c].class_limits[own]
    seated = instances[i].busy + instances[i].queued
    if rules[c].has_partitions == 0:
        return seated >= limit
    return seated >= components[c].slots and details[i].seated[own] >= limit


@leaf
def give_seat(details, i, flags):  # type: ignore[no-untyped-def]
    """Counts a work that waits or is served."""
    details[i].seated[class_of(flags)] += 1


@leaf
def leave_seat(details, i, flags):  # type: ignore[no-untyped-def]
    """A work gives its slot back, or leaves the queue unserved."""
    details[i].seated[class_of(flags)] -= 1


@leaf
def forget_work(details, i):  # type: ignore[no-untyped-def]
    """What instance `i` remembers of work is as when it began: it has none."""
    for place in range(CLASSES):
        details[i].class_tails[place] = -1
        details[i].seated[place] = 0
    details[i].root = -1
    details[i].awaited = 0
    details[i].virtual_ns = 0.0

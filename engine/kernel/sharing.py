"""Processor sharing: all work at an instance is served at once, with its slots shared out evenly.

Virtual time runs at the pace of one piece of work: as fast as the clock while there are slots for all, slots over works
otherwise. Work that comes with a service time S at virtual time V leaves at V + S, whatever comes and goes meanwhile,
so only the earliest end has to be known: the root of a skew heap for each instance, threaded through rows beside those
of the works, O(log n) amortised for coming, leaving and being taken out.

Sources: Kleinrock, Queueing Systems II (1976), section 4.4 (the discipline); Parekh and Gallager, IEEE/ACM Transactions
on Networking 1 (1993), 344-357 (virtual time); Sleator and Tarjan, SIAM Journal on Computing 15 (1986), 52-69 (skew
heaps).
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, hot_leaf, leaf
from engine.kernel.service import to_nanoseconds
from engine.kernel.state import HELD, HINDERS, TURNS_AWAY, VARIES
from engine.kernel.stations import SHARES
from engine.kernel.variation import contention, running_ns, time_to_run


@hot_leaf
def begins_at_once(components, instances, c, i):  # type: ignore[no-untyped-def]
    """True when work that comes to an instance now is served now, on a slot of its own or with the others."""
    if components[c].queue_rule & SHARES:
        has_room = instances[i].busy < components[c].slots or instances[i].queued < components[c].queue_limit
        return has_room and instances[i].hindrance & TURNS_AWAY == 0
    is_free = instances[i].busy < components[c].slots and instances[i].queued == 0
    return is_free and instances[i].hindrance & HINDERS == 0


@leaf
def pace(instances, rules, c, i, slots):  # type: ignore[no-untyped-def]
    """Virtual nanoseconds a nanosecond of running, with at least one work at instance `i`."""
    count = instances[i].busy + instances[i].queued
    each = 1.0 if count <= slots else slots / count
    if instances[i].hindrance & VARIES:
        each /= contention(rules, c, instances[i].busy)
    return each


@leaf
def pass_time(instances, details, rules, c, i, slots, now):  # type: ignore[no-untyped-def]
    """Brings the virtual time of an instance up to `now`; called before anything changes there."""
    before = details[i].changed_ns
    details[i].changed_ns = now
    if now > before and instances[i].busy > 0 and instances[i].hindrance & HELD == 0:
        passed = now - before
        if instances[i].hindrance & VARIES:
            passed = running_ns(rules, details, c, i, now) - running_ns(rules, details, c, i, before)
        details[i].virtual_ns += passed * pace(instances, rules, c, i, slots)


@leaf
def next_end(instances, details, sharers, rules, c, i, slots, now):  # type: ignore[no-untyped-def]
    """When the next work would be done if nothing changed, in nanoseconds from now; -1 when none is served."""
    root = details[i].root
    if root < 0 or instances[i].hindrance & HELD != 0:
        return np.int64(-1)
    left_ns = sharers[root].finish_ns - details[i].virtual_ns
    wait_ns = to_nanoseconds(left_ns / pace(instances, rules, c, i, slots))
    if instances[i].hindrance & VARIES:
        wait_ns = time_to_run(rules, details, c, i, now, wait_ns)
    return wait_ns


@leaf
def join_sharing(states, instances, details, sharers, rules, c, i, slots, w, token, service_ns, now):  # type: ignore[no-untyped-def]
    """A work begins to be served with the others; the areas of the component are up to date."""
    pass_time(instances, details, rules, c, i, slots, now)
    sharers[w].finish_ns = details[i].virtual_ns + service_ns
    sharers[w].token = token
    sharers[w].parent = -1
    sharers[w].left = -1
    sharers[w].right = -1
    details[i].root = _merge(sharers, details[i].root, w)
    if instances[i].busy < slots:
        instances[i].busy += 1
        states[c].busy += 1
    else:
        instances[i].queued += 1
        states[c].queued += 1


@leaf
def leave_sharing(states, instances, details, sharers, rules, c, i, slots, w, now):  # type: ignore[no-untyped-def]
    """A work is served no more, done or not; the areas of the component are up to date."""
    pass_time(instances, details, rules, c, i, slots, now)
    parent = sharers[w].parent
    below = _merge(sharers, sharers[w].left, sharers[w].right)
    if below >= 0:
        sharers[below].parent = parent
    if parent < 0:
        details[i].root = below
    elif sharers[parent].left == w:
        sharers[parent].left = below
    else:
        sharers[parent].right = below
    if instances[i].queued > 0:
        instances[i].queued -= 1
        states[c].queued -= 1
    else:
        instances[i].busy -= 1
        states[c].busy -= 1
        if instances[i].busy == 0:
            details[i].virtual_ns = 0.0


@compiled
def settle_sharing(components, instances, details, rules, c, now):  # type: ignore[no-untyped-def]
    """Brings every instance of a component up to `now`, before its hindrances change, and forgets what was planned."""
    for i in range(components[c].first_instance, components[c].first_instance + components[c].instances):
        pass_time(instances, details, rules, c, i, components[c].slots, now)
        details[i].awaited = 0


@leaf
def _merge(sharers, one, other):  # type: ignore[no-untyped-def]
    """The root of two heaps made one, -1 for an empty one; the root's parent is left to the caller."""
    if one < 0:
        return np.int64(other)
    if other < 0:
        return np.int64(one)
    if _is_before(sharers, other, one):
        one, other = other, one
    root = np.int64(one)
    while True:
        right = sharers[one].right
        sharers[one].right = sharers[one].left
        if right < 0:
            sharers[one].left = other
            sharers[other].parent = one
            return root
        if _is_before(sharers, other, right):
            right, other = other, right
        sharers[one].left = right
        sharers[right].parent = one
        one = right


@leaf
def _is_before(sharers, one, other):  # type: ignore[no-untyped-def]
    """True when one ends before the other, the older on a tie."""
    if sharers[one].finish_ns != sharers[other].finish_ns:
        return sharers[one].finish_ns < sharers[other].finish_ns
    return sharers[one].token < sharers[other].token

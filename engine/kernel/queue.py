"""Queues in which a newcomer does not simply go to the end: last come first, or by class and then by age."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.state import PRIORITY, PRIORITY_BIT
from engine.kernel.stations import ADAPTIVE, BY_PRIORITY


@leaf
def class_of(flags):  # type: ignore[no-untyped-def]
    """The priority class of a work, 0 is the dearest."""
    return np.int64(flags & PRIORITY) >> PRIORITY_BIT


@leaf
def enqueue(works, instances, details, rules, rule, c, i, w):  # type: ignore[no-untyped-def]
    """Puts a work into its place in the list of instance `i`; the count of those waiting is left to the caller.

    By priority it goes behind the last of its own class, or else of the next dearer one that waits: non-preemptive,
    first come first served within a class. In an adaptive queue it goes to the end, and to the front once the queue has
    not been empty for a while. Otherwise it goes to the front. Source of the adaptive queue: Maurer, Fail at Scale, ACM
    Queue 13 (2015).
    """
    behind = -1
    if rule & ADAPTIVE:
        now = works[w].arrived_ns
        if instances[i].queued == 0:
            details[i].waiting_since_ns = now
        elif now - details[i].waiting_since_ns <= rules[c].lifo_after_ns:
            behind = instances[i].tail
    if rule & BY_PRIORITY:
        own = class_of(works[w].flags)
        place = own
        while place >= 0 and behind < 0:
            behind = details[i].class_tails[place]
            place -= 1
        details[i].class_tails[own] = w
    if behind < 0:
        works[w].next = instances[i].head if instances[i].queued > 0 else -1
        instances[i].head = w
    else:
        works[w].next = works[behind].next
        works[w].previous = behind
        works[behind].next = w
    if works[w].next < 0:
        instances[i].tail = w
    else:
        works[works[w].next].previous = w


@leaf
def leave_class(details, i, w, flags):  # type: ignore[no-untyped-def]
    """Forgets the first of the queue where it was also the last of its class."""
    own = class_of(flags)
    if details[i].class_tails[own] == w:
        details[i].class_tails[own] = -1


@leaf
def leave_queue(works, instances, details, rule, i, w):  # type: ignore[no-untyped-def]
    """Takes a waiting work out of the list of instance `i`, wherever it stands."""
    behind, ahead = works[w].next, works[w].previous
    is_first, is_last = instances[i].head == w, instances[i].tail == w
    if rule & BY_PRIORITY:
        own = class_of(works[w].flags)
        if details[i].class_tails[own] == w:
            has_fellow = not is_first and class_of(works[ahead].flags) == own
            details[i].class_tails[own] = ahead if has_fellow else -1
    if is_first:
        instances[i].head = behind
    else:
        works[ahead].next = behind
    if is_last:
        instances[i].tail = ahead
    elif not is_first:
        works[behind].previous = ahead
    instances[i].queued -= 1

"""Ties between a caller and its calls: deadlines that travel with them, and cancelling.

They stand beside the works and calls, in arrays of their own: a design without them neither has nor reads them.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.actions import plan_now
from engine.kernel.compiled import leaf
from engine.kernel.events import CALL_OFF, GIVE_UP, KIND_BITS, SEQUENCE_BITS, TIMERS_LAST
from engine.kernel.heap import NEVER_NS
from engine.kernel.state import CALLING

IN_GENERAL, LOSERS_OF_HEDGES = 1, 2  # bits of `cancels`
HAS_TIES = np.uint32(1 << 27)  # a flag of works: their row of WORK_TIE counts
# What the connections ask for.
CALL_RULE = np.dtype(
    [
        ("passes_deadline", "i4"),
        ("cancels", "i4"),  # IN_GENERAL, LOSERS_OF_HEDGES
        ("limit_ns", "i8"),  # how long the callee may take for a request, 0 for ever
        ("copies", "i4"),  # made side by side
        ("needed", "i4"),  # of them
        ("times", "i4"),  # made one after another
        ("standby", "i4"),  # the connection that is called when this one has failed, -1 when none
        ("role", "i4"),  # READS, WRITES where the callee keeps replicas, see replicas.py
    ]
)
WORK_TIE = np.dtype(
    [
        ("deadline_ns", "i8"),  # NEVER_NS when there is none
        ("awaited", "i4"),  # the sequence of the event that stands for the deadline, 0 when none
        ("newest_call", "i4"),  # of those under way that would be cancelled, -1 when none
        ("is_called_off", "i8"),  # a cancellation is on its way, so that the row must not be used again yet
        ("version", "i8"),  # that it writes to a replica, or has read there
    ]
)
CALL_TIE = np.dtype(
    [
        ("work", "i4"),  # that it waits for
        ("older", "i4"),  # among those of one caller that would be cancelled
        ("newer", "i4"),
        ("is_tied", "i4"),
        # Told where the connection is TEAMED, see teams.py.
        ("team", "i4"),  # row of the calls, -1 when none
        ("copy", "i4"),
        ("left", "i4"),  # times that are still to be made
        ("serial", "i4"),  # added to the attempt where draws are keyed
        ("is_hedge", "i4"),
        ("awaited", "i4"),  # the sequence of the event that would hedge it, 0 when none
        # Of a team.
        ("kind", "i4"),
        ("needed", "i4"),
        ("spare", "i4"),
        ("members", "i4"),
        # Of a call that writes its version; of a read, or the team of its copies, what it should find and what it did.
        ("version", "i8"),
        ("seen", "i8"),
    ]
)


@leaf
def tie_work(works, work_ties, w, deadline_ns):  # type: ignore[no-untyped-def]
    """Gives a work a row of ties."""
    works[w].flags |= HAS_TIES
    work_ties[w].deadline_ns = deadline_ns
    work_ties[w].awaited = 0
    work_ties[w].newest_call = -1
    work_ties[w].is_called_off = 0


@leaf
def deadline_of(call_rules, connections, works, work_ties, e, parent, now_ns, ahead_ns):  # type: ignore[no-untyped-def]
    """When the answer of an attempt over connection `e` is of no use any more: the earliest of its timeout, what its
    caller was given, and the limit of the callee; NEVER_NS when there is none. What is told is an instant of the
    caller's clock, which is `ahead_ns` before that of the callee."""
    deadline_ns = NEVER_NS
    if call_rules[e].passes_deadline != 0:
        if connections[e].timeout_ns > 0:
            deadline_ns = now_ns + connections[e].timeout_ns
        if works[parent].flags & HAS_TIES:
            deadline_ns = min(deadline_ns, work_ties[parent].deadline_ns)
        if deadline_ns < NEVER_NS:
            deadline_ns += ahead_ns
    if call_rules[e].limit_ns > 0:
        deadline_ns = min(deadline_ns, now_ns + connections[e].delay_ns + call_rules[e].limit_ns)
    return deadline_ns


@leaf
def is_running_out(works, work_ties, w, event):  # type: ignore[no-untyped-def]
    """True when a deadline has come that a work still waits with; it may have ended, and its row have been reused."""
    if works[w].state != CALLING or works[w].flags & HAS_TIES == 0:
        return False
    return work_ties[w].awaited == (event & ~TIMERS_LAST) >> SEQUENCE_BITS


@leaf
def tie_call(work_ties, call_ties, k, parent):  # type: ignore[no-untyped-def]
    """Adds a call to those that its caller would cancel."""
    newest = work_ties[parent].newest_call
    call_ties[k].is_tied = 1
    call_ties[k].older = newest
    call_ties[k].newer = -1
    if newest >= 0:
        call_ties[newest].newer = k
    work_ties[parent].newest_call = k


@leaf
def untie_call(work_ties, call_ties, k, parent):  # type: ignore[no-untyped-def]
    """Takes a call out of those that its caller would cancel."""
    older, newer = call_ties[k].older, call_ties[k].newer
    call_ties[k].is_tied = 0
    if newer >= 0:
        call_ties[newer].older = older
    else:
        work_ties[parent].newest_call = older
    if older >= 0:
        call_ties[older].newer = newer


@leaf
def call_off(works, calls, work_ties, call_ties, k, front, ring, ring_first, ring_size):  # type: ignore[no-untyped-def]
    """Plans the cancelling of the attempt that a call waits for, unless it is lost already."""
    w = call_ties[k].work
    if w >= 0 and works[w].token == calls[k].token:
        work_ties[w].is_called_off = 1
        front, ring_size = plan_now(front, ring, ring_first, ring_size, (CALL_OFF << KIND_BITS) | w)
    return front, ring_size


@leaf
def abandon(works, calls, call_rules, work_ties, call_ties, parent, front, ring, ring_first, ring_size):  # type: ignore[no-untyped-def]
    """Gives up every call that a work would cancel, the newest first; the others go on without it."""
    while work_ties[parent].newest_call >= 0:
        k = np.int64(work_ties[parent].newest_call)
        untie_call(work_ties, call_ties, k, parent)
        if call_rules[calls[k].connection].cancels & IN_GENERAL == 0:
            continue
        front, ring_size = call_off(works, calls, work_ties, call_ties, k, front, ring, ring_first, ring_size)
        calls[k].token = 0
        front, ring_size = plan_now(front, ring, ring_first, ring_size, (GIVE_UP << KIND_BITS) | k)
    return front, ring_size

"""Teams of calls: several side by side of which so many are enough.

The calls of one order, the copies of one call, and a call with its hedge are teams. A team takes a row of the calls
for itself, which is free again when the last of its members is over; the counts stand in CALL_TIE. Teams may be members
of teams: a hedge of the copies, the copies of the group.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.actions import plan_now
from engine.kernel.compiled import hot_leaf, leaf
from engine.kernel.events import GIVE_UP, KIND_BITS
from engine.kernel.ties import IN_GENERAL, LOSERS_OF_HEDGES, call_off, untie_call

NO_TEAM = -1
OF_COPIES, HEDGED, GROUP = 1, 2, 3  # what a team is made of
HEDGES = 1 << 20  # above every serial of calls that are no hedges


@hot_leaf
def take_call(calls, free, top):  # type: ignore[no-untyped-def]
    """A row for a call: (row, first free row, rows ever used)."""
    if free >= 0:
        return free, np.int64(calls[free].newer_timer), top
    return top, free, top + 1


@leaf
def found_team(calls, call_ties, team, kind, needed, members, outer):  # type: ignore[no-untyped-def]
    """Begins a team of `members` of which `needed` must do well; the others may fail."""
    calls[team].token = 0
    call_ties[team].kind = kind
    call_ties[team].needed = needed
    call_ties[team].spare = members - needed
    call_ties[team].members = members
    call_ties[team].team = outer


@hot_leaf
def begin_call(calls, works, k, parent, e, started_ns):  # type: ignore[no-untyped-def]
    """A call over connection `e` for the work `parent`."""
    calls[k].started_ns = started_ns
    calls[k].backoff_ns = 0.0
    calls[k].token = 0
    calls[k].parent = parent
    calls[k].parent_token = works[parent].token
    calls[k].connection = e
    calls[k].attempt = 0


@leaf
def next_serial(call_rules, connections, call_ties, k, e):  # type: ignore[no-untyped-def]
    """The serial of a call that is made once more: draws of one time, copy and attempt belong to nothing else."""
    made = call_rules[e].times - 1 - call_ties[k].left
    return (made * call_rules[e].copies + call_ties[k].copy) * connections[e].attempts


@leaf
def join_teams(call_ties, k, team, copy, times, serial):  # type: ignore[no-untyped-def]
    """What a new call must know."""
    call_ties[k].team = team
    call_ties[k].copy = copy
    call_ties[k].left = times - 1
    call_ties[k].serial = serial
    call_ties[k].is_tied = 0
    call_ties[k].is_hedge = 0
    call_ties[k].awaited = 0


@leaf
def is_needed(call_ties, k):  # type: ignore[no-untyped-def]
    """True while no team above a call has had enough or has failed."""
    team = np.int64(call_ties[k].team)
    while team >= 0:
        if call_ties[team].needed <= 0:
            return False
        team = np.int64(call_ties[team].team)
    return True


@leaf
def is_hedged(call_ties, k):  # type: ignore[no-untyped-def]
    """True for a call that has a hedge beside it, and for the hedge."""
    return call_ties[k].team >= 0 and call_ties[call_ties[k].team].kind == HEDGED


@leaf
def has_lost(call_ties, k):  # type: ignore[no-untyped-def]
    """True when the other one of a call and its hedge was faster."""
    return is_hedged(call_ties, k) and call_ties[call_ties[k].team].needed <= 0


@leaf
def leave_team(calls, call_ties, k, free, live):  # type: ignore[no-untyped-def]
    """A member is over: frees the rows of teams without members. Returns (first free row, rows in use)."""
    team = np.int64(call_ties[k].team)
    call_ties[k].team = NO_TEAM
    while team >= 0:
        call_ties[team].members -= 1
        if call_ties[team].members > 0:
            break
        outer = np.int64(call_ties[team].team)
        call_ties[team].team = NO_TEAM
        calls[team].newer_timer = free
        free = team
        live -= 1
        team = outer
    return free, live


@leaf
def move_up(calls, call_ties, k, free, live):  # type: ignore[no-untyped-def]
    """A member stands for its team in the one around it. Returns (first free row, rows in use)."""
    outer = np.int64(call_ties[call_ties[k].team].team)
    if outer >= 0:
        call_ties[outer].members += 1
    free, live = leave_team(calls, call_ties, k, free, live)
    call_ties[k].team = outer
    return free, live


@leaf
def count_success(call_ties, k):  # type: ignore[no-untyped-def]
    """A call went well: (True when its caller may go on, the largest team that has had enough by this or NO_TEAM)."""
    enough = np.int64(NO_TEAM)
    team = np.int64(call_ties[k].team)
    while team >= 0:
        call_ties[team].needed -= 1
        if call_ties[team].needed > 0:
            return False, enough
        enough = team
        team = np.int64(call_ties[team].team)
    return True, enough


@leaf
def is_absorbed(call_ties, k):  # type: ignore[no-untyped-def]
    """True when a copy or a hedge failed and the others of its team may still do; teams that cannot have failed."""
    team = np.int64(call_ties[k].team)
    while team >= 0 and call_ties[team].kind != GROUP:
        if call_ties[team].spare > 0:
            call_ties[team].spare -= 1
            return True
        call_ties[team].needed = 0
        team = np.int64(call_ties[team].team)
    return False


@leaf
def fail_above(call_ties, k):  # type: ignore[no-untyped-def]
    """The largest team below the group that failed with a call, NO_TEAM when there is none."""
    failed = np.int64(NO_TEAM)
    team = np.int64(call_ties[k].team)
    while team >= 0 and call_ties[team].kind != GROUP:
        failed = team
        team = np.int64(call_ties[team].team)
    return failed


@leaf
def settle_unwanted(call_ties, k, is_good):  # type: ignore[no-untyped-def]
    """Whether a hedged call that nobody waits for any more is counted: the first good one is, else the last."""
    team = call_ties[k].team
    if is_good:
        call_ties[team].needed = 0
        return True
    call_ties[team].spare -= 1
    return call_ties[team].spare < 0


@leaf
def group_absorbs(call_ties, k):  # type: ignore[no-untyped-def]
    """True when the other calls of the order may still do."""
    team = call_ties[k].team
    if team < 0 or call_ties[team].spare <= 0:
        return False
    call_ties[team].spare -= 1
    return True


@leaf
def is_under(call_ties, k, team):  # type: ignore[no-untyped-def]
    """True for members of a team and of the teams in it."""
    above = np.int64(call_ties[k].team)
    while above >= 0:
        if above == team:
            return True
        above = np.int64(call_ties[above].team)
    return False


@leaf
def abandon_team(works, calls, call_rules, work_ties, call_ties, team, parent, front, ring, ring_first, ring_size):  # type: ignore[no-untyped-def]
    """Gives up the calls of a team that are under way and would be cancelled, the newest first."""
    k = np.int64(work_ties[parent].newest_call)
    wanted = np.int64(IN_GENERAL | LOSERS_OF_HEDGES if call_ties[team].kind == HEDGED else IN_GENERAL)
    while k >= 0:
        older = np.int64(call_ties[k].older)
        if call_rules[calls[k].connection].cancels & wanted and is_under(call_ties, k, team):
            untie_call(work_ties, call_ties, k, parent)
            front, ring_size = call_off(works, calls, work_ties, call_ties, k, front, ring, ring_first, ring_size)
            calls[k].token = 0
            front, ring_size = plan_now(front, ring, ring_first, ring_size, (GIVE_UP << KIND_BITS) | k)
        k = older
    return front, ring_size

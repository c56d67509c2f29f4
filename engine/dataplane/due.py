"""Who is due in a step: found eight viewers at a time, in the order of their places."""

from __future__ import annotations

from engine.dataplane.compiled import leaf, loop
from engine.dataplane.records import PRESSING


@leaf
def list_wakes(wakes, t1, marks, flags, due):  # type: ignore[no-untyped-def]
    """Lists the viewers with something to do before `t1`; returns how many. `flags` (u1, a viewer) are `marks` (u8,
    eight viewers) byte by byte."""
    mark_wakes(wakes, t1, flags)
    return list_marked(marks, flags, due, 0)


@leaf
def list_ends(wakes, targets, classes_of, ends, t1, marks, flags, due, found):  # type: ignore[no-untyped-def]
    """Adds the viewers whose segment will be there, and who have nothing else to do; returns how many are listed."""
    mark_ends(wakes, targets, classes_of, ends, t1, flags)
    return list_marked(marks, flags, due, found)


@loop
def mark_wakes(wakes, t1, flags):  # type: ignore[no-untyped-def]
    """A loop that does nothing else takes several viewers at a time."""
    for v in range(wakes.shape[0]):
        flags[v] = wakes[v] < t1


@loop
def mark_ends(wakes, targets, classes_of, ends, t1, flags):  # type: ignore[no-untyped-def]
    """As mark_wakes."""
    for v in range(wakes.shape[0]):
        flags[v] = (targets[v] <= ends[classes_of[v]]) & (wakes[v] >= t1)


@leaf
def list_marked(marks, flags, due, found):  # type: ignore[no-untyped-def]
    """Puts who is marked behind the first `found` of the list."""
    for eight in range(marks.shape[0]):
        if marks[eight] != 0:
            for v in range(8 * eight, 8 * eight + 8):
                due[found] = v  # kept only if the place is counted: a jump would be guessed wrong too often
                found += flags[v]
    return found


@leaf
def count_joins(viewers, wakes, fetches, classes_of, t1, dt_ns, due, joins, begun):  # type: ignore[no-untyped-def]
    """Counts the downloads that will begin in each class, of the viewers on a list.

    Each counts as the part of the step that is left from its request or press on. Of those of whom it is known that a
    download is what comes next no row is read.
    """
    joins[:] = 0.0
    begun[:] = 0.0
    per_ns = 1.0 / dt_ns
    for turn in range(due.shape[0]):
        v = due[turn]
        is_press = not fetches[v] and viewers[v].state == PRESSING
        if fetches[v] or is_press or viewers[v].fetch_ns < t1:
            joins[classes_of[v]] += (t1 - wakes[v]) * per_ns
            begun[classes_of[v]] += not is_press

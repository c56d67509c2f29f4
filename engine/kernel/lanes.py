"""Lanes: events that are always the same time ahead, in the order in which they were planned.

A network delay is constant, so what is sent later arrives later: a ring holds such events in order, and neither
putting one in nor taking one out costs a walk through the heap. Each of the commonest delays has a lane; the others
use the heap.
"""

from __future__ import annotations

from engine.kernel.compiled import leaf
from engine.kernel.heap import NEVER_NS

LANES = 8
FIRST, SIZE = 0, 1


@leaf
def push_lane(lanes, ends, lane, at_ns, key):  # type: ignore[no-untyped-def]
    """Puts an event behind all others of its lane; returns how many the lane then holds."""
    size = ends[lane, SIZE]
    place = (ends[lane, FIRST] + size) & (lanes.shape[1] - 1)
    lanes[lane, place].at_ns = at_ns
    lanes[lane, place].key = key
    ends[lane, SIZE] = size + 1
    return size + 1


@leaf
def drop_first_of_lane(lanes, ends, lane):  # type: ignore[no-untyped-def]
    """Takes the first event out of a lane that has one."""
    ends[lane, FIRST] = (ends[lane, FIRST] + 1) & (lanes.shape[1] - 1)
    ends[lane, SIZE] -= 1


@leaf
def earliest_lane(lanes, ends):  # type: ignore[no-untyped-def]
    """Time, key and lane of the earliest event in any lane; NEVER_NS when all are empty."""
    at_ns, key, earliest = NEVER_NS, 0, 0
    for lane in range(ends.shape[0]):
        if ends[lane, SIZE] > 0:
            place = ends[lane, FIRST]
            lane_ns, lane_key = lanes[lane, place].at_ns, lanes[lane, place].key
            if lane_ns < at_ns or (lane_ns == at_ns and lane_key < key):
                at_ns, key, earliest = lane_ns, lane_key, lane
    return at_ns, key, earliest

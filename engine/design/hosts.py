"""Where instances stand: which host of a pool each of them has."""

from __future__ import annotations

from collections.abc import Mapping

BINPACK, SPREAD, ISOLATE = "binpack", "spread", "isolate"
PLACEMENTS = (BINPACK, SPREAD, ISOLATE)


def hosts_needed(counts: Mapping[str, int], slots: int, placement: str) -> int:
    """The fewest hosts with so many slots that hold all instances (by the id of their component)."""
    if placement == ISOLATE:
        return sum(-(-count // slots) for count in counts.values())
    return -(-sum(counts.values()) // slots)


def hosts_of(counts: Mapping[str, int], hosts: int, slots: int, placement: str) -> dict[str, tuple[int, ...]]:
    """The host (0 is the first) of each instance, by the id of its component, in the order of ids.

    "spread" deals instances to the hosts in turn, "binpack" fills one host after the other, "isolate" does so too but
    begins a new host for each component. There are as many hosts as are needed, or more.
    """
    assert hosts_needed(counts, slots, placement) <= hosts
    found: dict[str, tuple[int, ...]] = {}
    begun = 0
    for name in sorted(counts):
        numbers = range(begun, begun + counts[name])
        found[name] = tuple(each % hosts if placement == SPREAD else each // slots for each in numbers)
        begun += counts[name]
        if placement == ISOLATE:
            begun = -(-begun // slots) * slots
    return found

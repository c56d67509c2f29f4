"""Requests that are given from outside and what became of them: an inbox in the order of time, and an outbox.

Whoever drives a run puts rows into the inbox and takes rows out of the outbox between two slices. An event of the
heap stands for the first row of the inbox. Its key is less than any other, so that at one instant given requests begin
before everything else, in the order in which they were given.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.events import GIVEN, KIND_BITS
from engine.kernel.state import INBOX_FIRST, INBOX_SIZE, OUTBOX_SIZE, PRIORITY, PRIORITY_BIT

AS_DRAWN = -1  # a key, a person or a class that the source decides as for its own requests
NO_TAG = -1  # nobody asks what becomes of it
GIVEN_KEY = GIVEN << KIND_BITS
GIVEN_REQUEST = np.dtype(
    [
        ("at_ns", "i8"),
        ("tag", "i8"),
        ("source", "i4"),  # row of SOURCE
        ("item", "i4"),
        ("person", "i4"),
        ("priority", "i4"),
    ],
    align=True,
)
ENDED_REQUEST = np.dtype(
    [("tag", "i8"), ("given_ns", "i8"), ("ended_ns", "i8"), ("component", "i4"), ("outcome", "i4")], align=True
)


@leaf
def is_due(inbox, registers, now):  # type: ignore[no-untyped-def]
    """True when the first row of the inbox is for this instant; other events for it have been overtaken."""
    return registers[INBOX_SIZE] > 0 and inbox[registers[INBOX_FIRST]].at_ns == now


@leaf
def take_given(inbox, registers, works, people, tags, w, keys_count):  # type: ignore[no-untyped-def]
    """A request that begins is the first one of the inbox; returns when the next is due, -1 when none is left."""
    first = registers[INBOX_FIRST]
    registers[INBOX_FIRST] = first + 1
    registers[INBOX_SIZE] -= 1
    if keys_count > 1 and inbox[first].item != AS_DRAWN:
        works[w].item = inbox[first].item
    if people.shape[0] > 1 and inbox[first].person != AS_DRAWN:
        people[w] = inbox[first].person
    if inbox[first].priority != AS_DRAWN:
        works[w].flags = (works[w].flags & ~PRIORITY) | np.uint32(inbox[first].priority << PRIORITY_BIT)
    tags[w] = inbox[first].tag
    return inbox[first + 1].at_ns if registers[INBOX_SIZE] > 0 else np.int64(-1)


@leaf
def tell_end(outbox, registers, tag, component, result, given_ns, now):  # type: ignore[no-untyped-def]
    """Writes what became of a given request; returns how many rows the outbox has."""
    place = registers[OUTBOX_SIZE]
    outbox[place].tag = tag
    outbox[place].given_ns = given_ns
    outbox[place].ended_ns = now
    outbox[place].component = component
    outbox[place].outcome = result
    registers[OUTBOX_SIZE] = place + 1
    return place + 1

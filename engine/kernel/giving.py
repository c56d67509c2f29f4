"""What the driver of a run does with its inbox and its outbox between two slices."""

from __future__ import annotations

import numpy as np

from engine.kernel.driven import GIVEN_KEY, NO_TAG
from engine.kernel.growth import HEAP_MARGIN, reserve_heap
from engine.kernel.heap import plan_event
from engine.kernel.state import HEAP_SIZE, INBOX_FIRST, INBOX_SIZE, OUTBOX_SIZE, Rows, State


def give(state: State, rows: Rows) -> None:
    """Puts requests (GIVEN_REQUEST, any order, none before the clock) into the inbox; those for one instant begin in
    the order in which they were given."""
    if not len(rows):
        return
    first, size = int(state.registers[INBOX_FIRST]), int(state.registers[INBOX_SIZE])
    waiting = state.inbox[first : first + size]
    together = np.concatenate((waiting, rows))
    together = together[np.argsort(together["at_ns"], kind="stable")]
    if len(together) > len(state.inbox):
        state.inbox = np.zeros(1 << (len(together) - 1).bit_length(), state.inbox.dtype)
    is_earlier = size == 0 or together[0]["at_ns"] < waiting[0]["at_ns"]
    state.inbox[: len(together)] = together
    state.registers[INBOX_FIRST], state.registers[INBOX_SIZE] = 0, len(together)
    if len(state.tags) == 1:
        state.tags = np.full(len(state.works), NO_TAG, np.int64)
    if is_earlier:
        reserve_heap(state, HEAP_MARGIN)
        at_ns = int(together[0]["at_ns"])
        state.registers[HEAP_SIZE] = plan_event(state.heap, int(state.registers[HEAP_SIZE]), False, at_ns, GIVEN_KEY)


def collect(state: State, component: int) -> Rows:
    """Takes out of the outbox what became of requests that were given to a source, in the order of their ends
    (ENDED_REQUEST)."""
    size = int(state.registers[OUTBOX_SIZE])
    is_wanted = state.outbox["component"][:size] == component
    found: Rows = state.outbox[:size][is_wanted]
    left = state.outbox[:size][~is_wanted]
    state.outbox[: len(left)] = left
    state.registers[OUTBOX_SIZE] = len(left)
    return found

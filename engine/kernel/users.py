"""Users of a closed source: each sends, waits until its request has ended, thinks, and sends again.

What waits in the event queue is a row of the source, not of a user: users are alike, so their number is all there is.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf
from engine.kernel.events import KIND_BITS, SEQUENCE_BITS, USER
from engine.kernel.heap import plan_event
from engine.kernel.logarithm import natural_log
from engine.kernel.random import THINKING, numbered, uniform
from engine.kernel.service import to_nanoseconds
from engine.kernel.state import CLOCK, HEAP_SIZE, SEQUENCE

LEAST_CYCLE_NS = 1_000_000  # between two requests of one user: without it a refusal could be repeated without end


@leaf
def thinking_ns(key, think_ns):  # type: ignore[no-untyped-def]
    """How long a user thinks: exponential."""
    return to_nanoseconds(-natural_log(uniform(key, THINKING)) * think_ns)


@leaf
def next_sending_ns(key, think_ns, sent_ns, now_ns):  # type: ignore[no-untyped-def]
    """When a user sends again whose request, sent at `sent_ns` with the key `key`, ended now."""
    return max(now_ns + thinking_ns(key, think_ns), sent_ns + LEAST_CYCLE_NS)


@leaf
def coming_ns(stream, number, think_ns, now_ns):  # type: ignore[no-untyped-def]
    """When the `number`-th user that comes to a source sends for the first time: it thinks first."""
    return now_ns + thinking_ns(numbered(stream ^ THINKING, number), think_ns)


@compiled
def invite_users(sources, source_states, registers, heap, s, count):  # type: ignore[no-untyped-def]
    """Lets `count` more users come to a closed source; the heap must have room for them."""
    invited = source_states[s].invited
    for number in range(invited, invited + count):
        at = coming_ns(sources[s].stream, number, sources[s].think_ns, registers[CLOCK])
        registers[SEQUENCE] += 1
        key = (registers[SEQUENCE] << SEQUENCE_BITS) | (USER << KIND_BITS) | s
        registers[HEAP_SIZE] = plan_event(heap, registers[HEAP_SIZE], False, np.int64(at), key)
    source_states[s].invited = invited + count
    source_states[s].users += count

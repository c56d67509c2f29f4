"""What a run writes down about some of its requests: notes of what happened to each attempt, and when.

Writing never changes what happens: whether a request is traced comes from a draw of its own, and everything here is
read by nobody in the loop but this file. Spans are built from notes in `engine.results.explain`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.kernel.compiled import hot_leaf, leaf
from engine.kernel.random import mix

# What a note may say. The fields besides `at_ns`, `kind` and `token` (of the work) that it fills:
NOTE_REQUEST = 1  # place: component of the source, attempt: number of the request, since_ns: its draw
NOTE_SENT = 2  # parent: token of the caller's work, place: connection, attempt, since_ns: when the call began
NOTE_ARRIVED = 3
NOTE_STARTED = 4  # instance
NOTE_SERVED = 5
NOTE_ENDED = 6  # instance, outcome
NOTE_RETURNED = 7  # outcome; the answer has reached the caller
NOTE_CONCLUDED = 8  # parent, place: connection, attempt, since_ns, outcome: what the caller makes of the attempt
NOTE_NAMES = {
    NOTE_REQUEST: "request",
    NOTE_SENT: "sent",
    NOTE_ARRIVED: "arrived",
    NOTE_STARTED: "started",
    NOTE_SERVED: "served",
    NOTE_ENDED: "ended",
    NOTE_RETURNED: "returned",
    NOTE_CONCLUDED: "concluded",
}
NOTE = np.dtype(
    [
        ("at_ns", "i8"),
        ("since_ns", "i8"),
        ("token", "i4"),
        ("parent", "i4"),
        ("place", "i4"),
        ("instance", "i4"),
        ("attempt", "i4"),
        ("kind", "u1"),
        ("outcome", "u1"),
        ("padding", "u2"),
    ],
    align=True,
)
SLOW = np.dtype([("latency_ns", "i8"), ("token", "i8")])
TRACED = np.uint32(1 << 26)  # a bit of the flags of a work: notes are taken of it
TRACE = np.uint64(0x1D5C0A6F93E7B285)  # the purpose of the draw, see random.py
S1 = np.uint64(1)
NOTES_MARGIN = 64  # what one turn may add; more than that is counted as lost

# Positions in TraceLog.registers.
NOTES, CEILING, PICK, LOST = 0, 1, 2, 3
TRACE_REGISTERS = 4
NEVER_TRACED = -1  # a ceiling below all draws
NO_PICK = -1


@dataclass(slots=True)
class TraceLog:
    """The notes of a run, and by which rule they are taken.

    A request is traced when its draw (63 bits) is at most the ceiling or when its token is the next pick. `slowest` is
    a heap with the least latency in front; `failed` holds, for each outcome, a count and the tokens of the first ones;
    `firsts_ns` when each outcome was first counted at each component, then at each connection (-1: never).
    """

    registers: npt.NDArray[np.int64]
    notes: npt.NDArray[np.void]
    picks: npt.NDArray[np.int64]  # rising, NO_PICK at the end
    slowest: npt.NDArray[np.void]
    failed: npt.NDArray[np.int64]  # (OUTCOMES, 1 + room)
    firsts_ns: npt.NDArray[np.int64]  # (components then connections, OUTCOMES)
    notes_limit: int

    @property
    def arrays(self) -> tuple[npt.NDArray[np.generic], ...]:
        """The arrays in the order in which the loop takes them."""
        return (self.registers, self.notes, self.picks, self.slowest, self.failed, self.firsts_ns)


@hot_leaf
def trace_draw(key):  # type: ignore[no-untyped-def]
    """The draw of a request, from 0 to 2**63 - 1."""
    return np.int64(mix(key ^ TRACE) >> S1)


@hot_leaf
def is_traced(tracing, picks, draw, token):  # type: ignore[no-untyped-def]
    """True for a request that is to be traced; a pick is used up."""
    if token == picks[tracing[PICK]]:
        tracing[PICK] += 1
        return True
    return draw <= tracing[CEILING]


@leaf
def note(tracing, notes, kind, at_ns, token, parent, place, attempt, since_ns, instance, outcome):  # type: ignore[no-untyped-def]
    """Takes one note; counts it as lost when there is no room."""
    n = tracing[NOTES]
    if n >= notes.shape[0]:
        tracing[LOST] += 1
        return
    tracing[NOTES] = n + 1
    notes[n].at_ns = at_ns
    notes[n].since_ns = since_ns
    notes[n].token = token
    notes[n].parent = parent
    notes[n].place = place
    notes[n].instance = instance
    notes[n].attempt = attempt
    notes[n].kind = kind
    notes[n].outcome = outcome


@leaf
def note_work(tracing, notes, kind, at_ns, work):  # type: ignore[no-untyped-def]
    """Takes a note about a work at its callee."""
    note(tracing, notes, kind, at_ns, work.token, 0, -1, 0, 0, work.instance, work.outcome)


@leaf
def note_call(tracing, notes, kind, at_ns, parent, call, outcome):  # type: ignore[no-untyped-def]
    """Takes a note about an attempt at its caller, whose work is `parent`."""
    note(
        tracing,
        notes,
        kind,
        at_ns,
        call.token,
        parent.token,
        call.connection,
        call.attempt,
        call.started_ns,
        -1,
        outcome,
    )


@leaf
def remember_failed(failed, outcome, token):  # type: ignore[no-untyped-def]
    """Keeps the tokens of the first requests that ended with each outcome."""
    count = failed[outcome, 0]
    if count + 1 < failed.shape[1]:
        failed[outcome, count + 1] = token
        failed[outcome, 0] = count + 1


@leaf
def remember_slow(slowest, latency_ns, token):  # type: ignore[no-untyped-def]
    """Keeps the slowest requests; of equal ones those that ended first. `latency_ns` is above that of the front."""
    place, size = 0, slowest.shape[0]
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and slowest[child + 1].latency_ns < slowest[child].latency_ns:
            child += 1
        if slowest[child].latency_ns >= latency_ns:
            break
        slowest[place].latency_ns = slowest[child].latency_ns
        slowest[place].token = slowest[child].token
        place = child
    slowest[place].latency_ns = latency_ns
    slowest[place].token = token

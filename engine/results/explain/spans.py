"""Spans and traces from the notes of a run. A span is one attempt of one call, seen from both ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from engine.kernel.outcomes import FIRST_ERROR, OK
from engine.kernel.state import Tables
from engine.kernel.thinning import root_tokens
from engine.kernel.tracing import (
    CEILING,
    NOTE_ARRIVED,
    NOTE_CONCLUDED,
    NOTE_ENDED,
    NOTE_REQUEST,
    NOTE_RETURNED,
    NOTE_SENT,
    NOTE_SERVED,
    NOTE_STARTED,
    NOTES,
    TraceLog,
)

TIMES = {
    NOTE_ARRIVED: "arrived_ns",
    NOTE_STARTED: "started_ns",
    NOTE_SERVED: "served_ns",
    NOTE_ENDED: "ended_ns",
    NOTE_RETURNED: "returned_ns",
}


@dataclass(eq=False, slots=True)
class Span:
    """One attempt. Times in ns, None for what did not happen (or not before the run ended).

    `component` is the callee, `connection` the row over which it was called (-1 for a request, whose component is its
    source). `sent_ns` is None for an attempt that a policy refused. `outcome` is what the callee made of it,
    `conclusion` what its caller did (None when nobody waited any more).
    """

    token: int
    component: int
    connection: int
    call_ns: int
    attempt: int = 0
    instance: int = -1
    sent_ns: int | None = None
    arrived_ns: int | None = None
    started_ns: int | None = None
    served_ns: int | None = None
    ended_ns: int | None = None
    returned_ns: int | None = None
    concluded_ns: int | None = None
    outcome: int = OK
    conclusion: int | None = None
    parent: Span | None = None
    children: list[Span] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        """True when the caller took the answer."""
        return self.conclusion is not None and self.conclusion < FIRST_ERROR

    def with_descendants(self) -> Iterator[Span]:
        """This span and all under it, callers before callees."""
        waiting = [self]
        while waiting:
            span = waiting.pop()
            yield span
            waiting.extend(reversed(span.children))


@dataclass(frozen=True, slots=True)
class Trace:
    """A request that is over, with all its spans. `is_sampled`: taken by chance, not for how it ended."""

    root: Span
    number: int
    is_sampled: bool

    @property
    def latency_ns(self) -> int:
        """From its beginning to its end."""
        assert self.root.ended_ns is not None
        return self.root.ended_ns - self.root.call_ns

    @property
    def is_ok(self) -> bool:
        """True for a request that went well."""
        return self.root.outcome < FIRST_ERROR


def traces_of(tables: Tables, log: TraceLog) -> list[Trace]:
    """Every traced request that has ended, in the order of beginning."""
    notes = log.notes[: int(log.registers[NOTES])]
    spans: dict[int, Span] = {}
    found: list[Trace] = []
    targets = tables.connections["target"].tolist()
    ceiling = int(log.registers[CEILING])
    for at_ns, since_ns, token, parent, place, instance, attempt, kind, outcome, _ in notes.tolist():
        if kind == NOTE_REQUEST:
            spans[token] = Span(token, place, -1, at_ns, sent_ns=at_ns, arrived_ns=at_ns)
            found.append(Trace(spans[token], attempt, since_ns <= ceiling))
        elif kind in (NOTE_SENT, NOTE_CONCLUDED):
            span = spans.get(token)
            if span is None:
                span = Span(token, targets[place], place, since_ns, attempt, parent=spans.get(parent))
                if span.parent is None:
                    continue
                span.parent.children.append(span)
                spans[token or -len(spans)] = span
            if kind == NOTE_SENT:
                span.sent_ns = at_ns
            else:
                span.concluded_ns, span.conclusion = at_ns, outcome
        elif token in spans:
            _write_time(spans[token], kind, at_ns, instance, outcome)
    return [each for each in found if each.root.ended_ns is not None]


def _write_time(span: Span, kind: int, at_ns: int, instance: int, outcome: int) -> None:
    setattr(span, TIMES[kind], at_ns)
    if instance >= 0:
        span.instance = instance
    if kind in (NOTE_ENDED, NOTE_RETURNED):
        span.outcome = outcome


def requests_traced(log: TraceLog) -> int:
    """How many requests have notes."""
    return len(np.unique(root_tokens(log.notes[: int(log.registers[NOTES])])))

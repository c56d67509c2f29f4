"""Where the time of a request went: its critical path, cut into pieces that add up to its latency.

The path is walked backwards: what ended last before its caller went on is what the caller waited for (Yang and Miller,
"Critical path analysis for the execution of parallel and distributed programs", 1988).
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.kernel.outcomes import FIRST_ERROR
from engine.results.explain.spans import Span, Trace

QUEUE, SERVICE, NETWORK, PERMIT = "queueing", "service", "network", "waiting for a permit"
RETRY, TIMEOUT, FALLBACK, OTHER = "waiting to retry", "waiting for a timeout", "fallback", "other"

Inner = tuple[Span, int]  # a work on the path, and until when


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the critical path: `component` is the row where it was spent, or towards which."""

    kind: str
    component: int
    began_ns: int
    ended_ns: int


def critical_path(trace: Trace) -> list[Piece]:
    """The pieces of a request's latency in the order of time, without gaps and without overlaps."""
    assert trace.root.ended_ns is not None
    pieces: list[Piece] = []
    waiting = [(trace.root, trace.root.ended_ns)]
    while waiting:
        span, until_ns = waiting.pop()
        waiting += _work(span, until_ns, pieces)
    return sorted(pieces, key=lambda each: each.began_ns)


def _add(pieces: list[Piece], kind: str, component: int, began_ns: int, ended_ns: int) -> None:
    if ended_ns > began_ns:
        pieces.append(Piece(kind, component, began_ns, ended_ns))


def _work(span: Span, until_ns: int, pieces: list[Piece]) -> list[Inner]:
    """The time of a work at its callee up to `until_ns`; returns the works that it waited for."""
    assert span.arrived_ns is not None
    began = span.arrived_ns if span.connection < 0 else _first(span.started_ns, until_ns)
    served = span.arrived_ns if span.connection < 0 else _first(span.served_ns, until_ns)
    _add(pieces, QUEUE, span.component, span.arrived_ns, began)
    _add(pieces, SERVICE, span.component, began, served)
    return _calls(span, max(served, began), until_ns, pieces)


def _first(at_ns: int | None, until_ns: int) -> int:
    return until_ns if at_ns is None else min(at_ns, until_ns)


def _calls(span: Span, since_ns: int, until_ns: int, pieces: list[Piece]) -> list[Inner]:
    """What a work waited for between its own service and `until_ns`."""
    cursor: int = until_ns
    inner: list[Inner] = []
    open_ = [each for each in span.children if each.concluded_ns is not None]
    while cursor > since_ns:
        before = [each for each in open_ if each.concluded_ns is not None and since_ns <= each.concluded_ns <= cursor]
        if not before:
            break
        last = max(before, key=lambda each: (each.concluded_ns or 0, each.call_ns, each.attempt))
        assert last.concluded_ns is not None
        _add(pieces, FALLBACK if not last.is_used else OTHER, last.component, last.concluded_ns, cursor)
        cursor, found = _call(span, last, since_ns, pieces)
        inner += found
        open_ = [each for each in before if each.call_ns < cursor]
    _add(pieces, OTHER, span.component, since_ns, cursor)
    return inner


def _call(parent: Span, last: Span, since_ns: int, pieces: list[Piece]) -> tuple[int, list[Inner]]:
    """A call from its last attempt back to its beginning; returns the time of that and the works on the way."""
    tries = [each for each in parent.children if each.connection == last.connection and each.call_ns == last.call_ns]
    attempt, cursor = last, last.concluded_ns or since_ns
    inner: list[Inner] = []
    while True:
        began = attempt.sent_ns if attempt.sent_ns is not None else cursor
        inner += _attempt(attempt, began, cursor, pieces)
        earlier = [each for each in tries if each.attempt == attempt.attempt - 1 and each.concluded_ns is not None]
        if not earlier:
            break
        attempt = earlier[0]
        cursor = min(attempt.concluded_ns or began, began)
        _add(pieces, RETRY, attempt.component, cursor, began)
    start = max(min(last.call_ns, began), since_ns)
    _add(pieces, PERMIT, last.component, start, began)
    return start, inner


def _attempt(span: Span, sent_ns: int, concluded_ns: int, pieces: list[Piece]) -> list[Inner]:
    """One attempt between its sending and what its caller made of it."""
    is_answered = span.returned_ns is not None and span.returned_ns <= concluded_ns
    if span.sent_ns is None or span.arrived_ns is None or span.ended_ns is None or not is_answered:
        kind = TIMEOUT if span.conclusion is not None and span.conclusion >= FIRST_ERROR else OTHER
        _add(pieces, kind, span.component, sent_ns, concluded_ns)
        return []
    _add(pieces, NETWORK, span.component, span.ended_ns, concluded_ns)
    _add(pieces, NETWORK, span.component, sent_ns, span.arrived_ns)
    return [(span, span.ended_ns)]

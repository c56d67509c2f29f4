"""The traces that a result keeps: slowest, failed and sampled requests, within a limit of spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.kernel.outcomes import ERROR_NAMES, MISS, OK
from engine.kernel.state import Tables
from engine.results.explain.critical_path import critical_path
from engine.results.explain.spans import Span, Trace

OF_A_LIST = 20
SPANS_OF_A_TRACE = 150
SPANS_MOST = 2_000
PIECES_MOST = 60
OUTCOME_NAMES = {OK: "ok", MISS: "miss"} | ERROR_NAMES
TIMES = ("sent", "arrived", "started", "served", "ended", "concluded")


def stored_traces(tables: Tables, traces: Sequence[Trace]) -> list[dict[str, Any]]:
    """The traces as data, each with the lists in which it stands; fewer when they have many spans."""
    lists = {
        "slowest": sorted((each for each in traces if each.is_ok), key=lambda each: -each.latency_ns)[:OF_A_LIST],
        "errors": _of_each_kind([each for each in traces if not each.is_ok]),
        "sampled": _spread([each for each in traces if each.is_sampled]),
    }
    chosen: dict[int, tuple[Trace, list[str]]] = {}
    spans = 0
    for place in range(OF_A_LIST):
        for name, members in lists.items():
            if place >= len(members):
                continue
            trace = members[place]
            if trace.root.token in chosen:
                chosen[trace.root.token][1].append(name)
                continue
            size = min(sum(1 for _ in trace.root.with_descendants()), SPANS_OF_A_TRACE)
            if spans + size <= SPANS_MOST:
                chosen[trace.root.token] = (trace, [name])
                spans += size
    return [_trace(tables, trace, names) for trace, names in chosen.values()]


def _of_each_kind(failed: Sequence[Trace]) -> list[Trace]:
    """Failed requests, one of each outcome in turn, the earliest first."""
    kinds: dict[int, list[Trace]] = {}
    for trace in failed:
        kinds.setdefault(trace.root.outcome, []).append(trace)
    deepest = max((len(each) for each in kinds.values()), default=0)
    turns = [each[place] for place in range(deepest) for _, each in sorted(kinds.items()) if place < len(each)]
    return turns[:OF_A_LIST]


def _spread(sampled: Sequence[Trace]) -> list[Trace]:
    """Sampled requests at even steps through the run."""
    step = max(len(sampled) / OF_A_LIST, 1.0)
    return [sampled[int(place * step)] for place in range(min(OF_A_LIST, len(sampled)))]


def _trace(tables: Tables, trace: Trace, lists: list[str]) -> dict[str, Any]:
    began_ns = trace.root.call_ns
    spans = list(trace.root.with_descendants())
    places = {id(span): place for place, span in enumerate(spans)}
    pieces = critical_path(trace)
    return {
        "token": trace.root.token,
        "number": trace.number,
        "source": tables.component_ids[trace.root.component],
        "clock_s": began_ns / 1e9,
        "latency_s": trace.latency_ns / 1e9,
        "outcome": OUTCOME_NAMES[trace.root.outcome],
        "lists": lists,
        "spans": [_span(tables, span, places, began_ns) for span in spans[:SPANS_OF_A_TRACE]],
        "spans_left_off": max(len(spans) - SPANS_OF_A_TRACE, 0),
        "path": [
            [each.kind, tables.component_ids[each.component], each.began_ns - began_ns, each.ended_ns - began_ns]
            for each in pieces[:PIECES_MOST]
        ],
        "pieces_left_off": max(len(pieces) - PIECES_MOST, 0),
    }


def _span(tables: Tables, span: Span, places: dict[int, int], began_ns: int) -> dict[str, Any]:
    """A span with its times in ns since the request began."""
    told: dict[str, Any] = {
        "parent": places[id(span.parent)] if span.parent is not None else None,
        "component": tables.component_ids[span.component],
        "connection": tables.connection_ids[span.connection] if span.connection >= 0 else None,
        "attempt": span.attempt,
        "call": span.call_ns - began_ns,
        "outcome": OUTCOME_NAMES[span.outcome] if span.ended_ns is not None else None,
        "conclusion": OUTCOME_NAMES[span.conclusion] if span.conclusion is not None else None,
    }
    for name in TIMES:
        at_ns = getattr(span, f"{name}_ns")
        told[name] = at_ns - began_ns if at_ns is not None else None
    return told

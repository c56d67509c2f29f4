"""What orphan work cost: service for answers that nobody used, and calls made more than once."""

from __future__ import annotations

from collections.abc import Sequence

from engine.results.explain.facts import Facts
from engine.results.explain.spans import Span, Trace
from engine.results.explain.told import Number, Statement

WORTH_TELLING = 0.005


def waste(facts: Facts) -> list[Statement]:
    """Orphan work of all and by component, then the connection with most retries."""
    return [*_orphans(facts), *_retries(facts)]


def service_ns(traces: Sequence[Trace]) -> tuple[dict[int, int], dict[int, int]]:
    """Service time by component: all of it, and what went into attempts whose caller did not take the answer."""
    every: dict[int, int] = {}
    wasted: dict[int, int] = {}
    for trace in traces:
        for span in trace.root.with_descendants():
            spent = _served_ns(span)
            every[span.component] = every.get(span.component, 0) + spent
            if not _is_useful(span):
                wasted[span.component] = wasted.get(span.component, 0) + spent
    return every, wasted


def _served_ns(span: Span) -> int:
    if span.started_ns is None:
        return 0
    ended = span.served_ns if span.served_ns is not None else span.ended_ns
    return max(ended - span.started_ns, 0) if ended is not None else 0


def _is_useful(span: Span) -> bool:
    """True when every caller up to the request took the answer, or when it failed by itself and was so told."""
    above: Span | None = span
    while above is not None and above.connection >= 0:
        if above.conclusion is None or (not above.is_used and above.returned_ns != above.concluded_ns):
            return False
        above = above.parent
    return True


def _orphans(facts: Facts) -> list[Statement]:
    every, wasted = service_ns(facts.traces)
    total, lost = sum(every.values()), sum(wasted.values())
    if not total or lost < WORTH_TELLING * total:
        return []
    worst = max(wasted, key=lambda row: (wasted[row], -row))
    numbers = {
        "share": _share(lost, total, len(facts.traces)),
        "worst_share": _share(wasted[worst], every[worst], len(facts.traces)),
    }
    text = "{share} of all service went into answers that nobody waited for any more; at {worst} it was {worst_share}."
    return [Statement(text, numbers, {"worst": facts.component_id(worst)})]


def _share(part_ns: int, whole_ns: int, samples: int) -> Number:
    inputs: dict[str, float | str] = {"for nothing, s": part_ns / 1e9, "service, s": whole_ns / 1e9}
    return Number(part_ns / whole_ns, "ratio", "service for nothing / service, in traced requests", inputs, samples)


def _retries(facts: Facts) -> list[Statement]:
    tables = facts.measures.tables
    rows = {row: facts.measures.connection(row) for row in range(len(tables.connection_ids))}
    retried = {row: each["retries"] / each["calls"] for row, each in rows.items() if each["calls"]}
    if not retried or max(retried.values()) < 10 * WORTH_TELLING:
        return []
    worst = max(retried, key=lambda row: (retried[row], -row))
    told = rows[worst]
    number = Number(
        told["attempts"] / told["calls"],
        "times",
        "attempts / calls",
        {"attempts": told["attempts"], "calls": told["calls"]},
        told["calls"],
    )
    text = "{caller} retries its calls to {callee} so often that they are sent {factor}."
    return [Statement(text, {"factor": number}, facts.ends_of(worst))]

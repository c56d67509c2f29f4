"""What judges take from frames and summaries: rows by place, aggregates over pieces of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.design.places import components_inside
from grading.facts import Facts, Piece, RunRecord, binned, pieces
from grading.kinds import Unmeasured
from grading.predicate import OPERATORS, RECOVERY, Call

GOOD_SHARE, GOOD_FOR_S = 0.99, 5.0
"""After recovery begins with the first five seconds in which 99 % of what ended went well."""

Number = float | None


def record_of(facts: Facts) -> RunRecord:
    """The run whose frames show everything. Raises Unmeasured."""
    if facts.whole is None:
        raise Unmeasured("nothing was run yet")
    return facts.whole


def span_of(facts: Facts, call: Call) -> tuple[float, float]:
    """The window of a call in seconds. Raises Unmeasured."""
    if call.window is not None and call.window.kind == RECOVERY:
        return recovered_s(facts), record_of(facts).span_s[1]
    span_s = facts.span_s(call.window)
    if span_s is None:
        where = call.window.label if call.window else ""
        raise Unmeasured(f"this run has no part {where}")
    return span_s


def recovered_s(facts: Facts) -> float:
    """When the run had recovered after its last failure. Raises Unmeasured when it never did."""
    record = record_of(facts)
    duration_s = record.span_s[1]
    failures = facts.experiment.failures if facts.experiment else ()
    ended_s = max((each.ended_s(duration_s) for each in failures), default=0.0)
    good_since: float | None = None
    for piece in pieces(record, "total", "", (ended_s, duration_s)):
        good, bad = outcome_rates(piece.numbers, "total")
        if good + bad > 0.0 and good < GOOD_SHARE * (good + bad):
            good_since = None
        elif good_since is None:
            good_since = piece.begin_s
        if good_since is not None and piece.end_s - good_since >= GOOD_FOR_S:
            return good_since
    raise Unmeasured("the run never recovered after its last failure")


def outcome_rates(numbers: Mapping[str, Number], table: str) -> tuple[float, float]:
    """What ended well and badly a second in a frame of the totals, of a component, or of a connection."""
    if table == "total":
        return _zero(numbers["ok_per_s"]), _zero(numbers["error_per_s"]) + _zero(numbers["shed_per_s"])
    if table == "connection":
        failed = _zero(numbers["errors_per_s"])
        return max(_zero(numbers["calls_per_s"]) - failed, 0.0), failed
    return _zero(numbers["rate_per_s"]), _zero(numbers["errors_per_s"])


def attempted(numbers: Mapping[str, Number], table: str) -> float:
    """What was tried a second: attempts of a connection, or requests that ended at a component, well or not."""
    if table == "connection":
        return _zero(numbers["calls_per_s"]) + _zero(numbers["retries_per_s"])
    return sum(outcome_rates(numbers, table))


def rows_of(facts: Facts, call: Call) -> list[tuple[str, str]]:
    """The rows of frames that a place means, as (table, id): the totals without a place, the sources of a class, what
    stands in a region. Raises Unmeasured when nothing is there."""
    if call.place is None:
        return [("total", "")]
    sort, name = call.place
    layout = record_of(facts).layout
    if sort == "class":
        found = [each.id for each in facts.design.components if each.parameters.get("request_class") == name]
        rows = [("component", each) for each in found]
    elif sort == "region":
        rows = [("component", each) for each in components_inside_of(facts, name)]
    else:
        listed = layout["policies" if sort == "policy" else f"{sort}s"]
        rows = [(sort, name)] if name in listed else []
    if not rows:
        raise Unmeasured(f'there is no {sort} "{name}" in this design')
    return rows


def components_inside_of(facts: Facts, place: str) -> list[str]:
    """Ids of the components in a place; empty when there is no such place."""
    if place not in {each.id for each in facts.design.places}:
        return []
    return [each.id for each in components_inside(facts.design, place)]


def windows_of(facts: Facts, call: Call) -> list[list[tuple[str, Piece]]]:
    """The frames of a call's window, each as its rows side by side: (table, piece)."""
    record, span_s = record_of(facts), span_of(facts, call)
    columns = [[(table, piece) for piece in pieces(record, table, row, span_s)] for table, row in rows_of(facts, call)]
    return [list(each) for each in zip(*columns, strict=True)]


def taken(
    call: Call,
    values: Sequence[tuple[Piece, float]],
    what: str,
) -> float:
    """The aggregate of a call over values of frames: mean by time, max, min, last, time_to, area_above.

    Raises Unmeasured when there are none, or when what is waited for never came.
    """
    if not values:
        raise Unmeasured(f"there was no {what} in that part of the run")
    if call.aggregate == "time_to":
        return _time_to(call, values, what)
    if call.aggregate == "area_above":
        return sum(max(value - call.threshold, 0.0) * piece.length_s for piece, value in values)
    if call.aggregate == "last":
        return values[-1][1]
    if call.aggregate in ("max", "min"):
        smoothed = list(binned(values, call.bin_s)) or [_mean(values)]
        return max(smoothed) if call.aggregate == "max" else min(smoothed)
    return _mean(values)


def series(
    facts: Facts, call: Call, value: Callable[[Sequence[tuple[str, Mapping[str, Number]]]], Number]
) -> list[tuple[Piece, float]]:
    """A value of every frame of the window in which there is one, with the piece of time that it is of."""
    found = []
    for rows in windows_of(facts, call):
        read = value([(table, piece.numbers) for table, piece in rows])
        if read is not None:
            found.append((rows[0][1], float(read)))
    return found


def summary_of(facts: Facts, call: Call) -> Mapping[str, Any]:
    """The summary of exactly the window of a call. Raises Unmeasured."""
    found = facts.summary_of(span_of(facts, call))
    if found is None:
        raise Unmeasured("the run that measures this part is missing")
    return found


def _mean(values: Sequence[tuple[Piece, float]]) -> float:
    return sum(value * piece.length_s for piece, value in values) / sum(piece.length_s for piece, _ in values)


def _time_to(call: Call, values: Sequence[tuple[Piece, float]], what: str) -> float:
    """Seconds from the beginning of the window until the condition holds and goes on holding for five seconds (or to
    the end of the window)."""
    assert call.condition is not None
    operator, bound = call.condition
    begin_s = values[0][0].begin_s
    first: float | None = None
    for piece, value in values:
        if not OPERATORS[operator](value, bound):
            first = None
            continue
        first = piece.begin_s if first is None else first
        if piece.end_s - first >= GOOD_FOR_S:
            return first - begin_s
    if first is not None:
        return first - begin_s
    raise Unmeasured(f"{what} never came there")


def _zero(number: Number) -> float:
    return 0.0 if number is None else number

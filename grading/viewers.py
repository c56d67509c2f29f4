"""What viewers of the data plane met, from a summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.facts import Facts, Piece, frames_in
from grading.frames import record_of, span_of
from grading.kinds import Unmeasured
from grading.predicate import Call


def audience(facts: Facts, summary: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """The books of a population: the one at the call's place, or the only one there is; what it met since the
    beginning of the summary where that is told. Raises Unmeasured."""
    rows = _populations(summary)
    if call.place is not None:
        if call.place[1] not in rows:
            raise Unmeasured(f'"{facts.label(call.place[1])}" are no viewers')
        return dict(rows[call.place[1]])
    if len(rows) != 1:
        raise Unmeasured("say which viewers: [component=…]" if rows else "there are no viewers in this design")
    return dict(next(iter(rows.values())))


def share_of_bytes(facts: Facts, summary: Mapping[str, Any], call: Call, share: str) -> float:
    """A share of the bytes of the viewers at the call's place, or of all viewers. Raises Unmeasured."""
    rows = [audience(facts, summary, call)] if call.place is not None else list(_populations(summary).values())
    bits = sum(float(row["link_bits"]) for row in rows)
    if bits <= 0.0:
        raise Unmeasured("nobody got bytes")
    return sum(float(row["link_bits"]) * float(row.get(share, 0.0)) for row in rows) / bits


def seen(facts: Facts, call: Call, metric: str) -> list[tuple[Piece, list[float]]]:
    """A metric of the viewers at the call's place, or of each population, in every frame of its window in which all
    tell it; a frame belongs to where its middle is. Raises Unmeasured."""
    record, span_s = record_of(facts), span_of(facts, call)
    layout = record.layout.get("viewers")
    if layout is None:
        raise Unmeasured("there are no viewers in this design")
    if call.place is not None and call.place[1] not in layout["ids"]:
        raise Unmeasured(f'"{facts.label(call.place[1])}" are no viewers')
    rows = [row for row, each in enumerate(layout["ids"]) if call.place is None or each == call.place[1]]
    column = layout["metrics"].index(metric)
    found = []
    for begin_s, end_s, frame in frames_in(record, span_s):
        told = [frame["viewers"][row][column] for row in rows]
        if None not in told:
            found.append((Piece(begin_s, end_s, {}), [float(each) for each in told]))
    return found


def _populations(summary: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: measured(row["controller"])
        for name, row in summary["components"].items()
        if "presses" in (row.get("controller") or {})
    }


def measured(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of viewers, or of what carries bytes, with what came since the beginning of the summary in place of
    what came since that of the run."""
    return {**told, **told.get("measured", {})}

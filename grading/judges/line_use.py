"""Use of a line: which part of what it can carry it carries."""

from __future__ import annotations

from collections.abc import Callable

from grading.facts import Facts, Piece, frames_in
from grading.frames import record_of, span_of, taken
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time; a frame belongs to where its middle is."""
    assert call.place is not None
    record, span_s = record_of(facts), span_of(facts, call)
    layout = record.layout.get("flows")
    if layout is None or call.place[1] not in layout["carriers"]:
        raise Unmeasured(f'"{facts.label(call.place[1])}" carries no bytes to viewers')
    row, column = layout["carriers"].index(call.place[1]), layout["carrier_metrics"].index("utilisation")
    values = []
    for begin_s, end_s, frame in frames_in(record, span_s):
        told = frame["carriers"][row][column] if "carriers" in frame else None
        if told is not None:
            values.append((Piece(begin_s, end_s, {}), float(told)))
    return Measured(taken(call, values, "traffic"))


def _carrying(use: Callable[[float], float] | float) -> Facts:
    components = [
        {"id": "viewers", "type": "viewers"},
        {"id": "play", "type": "service"},
        {"id": "line", "type": "link"},
        {"id": "storage", "type": "object_storage"},
    ]
    links = [{"from": "viewers", "to": "play"}, {"from": "viewers", "to": "line"}, {"from": "line", "to": "storage"}]
    return sample(frames={("line", "utilisation"): use}, design={"components": components, "connections": links})


JUDGE = JudgeType(
    name="line_use",
    label="Use of the line",
    help="Which part of what a line, an edge or a storage can carry at that moment it carries.",
    unit="ratio",
    aggregates=("mean", "max", "min", "last"),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example("max(line_use, 10 s)[component=line] in whole <= 90 %", lambda: _carrying(0.8), True),
        Example(
            "max(line_use, 10 s)[component=line] in whole <= 90 %",
            lambda: _carrying(lambda at_s: 1.0 if at_s > 20.0 else 0.5),
            False,
        ),
    ),
)

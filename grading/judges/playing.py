"""Playing: how many viewers have a moving picture."""

from __future__ import annotations

from collections.abc import Callable

from grading.facts import Facts, Piece
from grading.frames import record_of, span_of, taken
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time; a frame belongs to where its middle is."""
    record, span_s = record_of(facts), span_of(facts, call)
    layout = record.layout.get("viewers")
    if layout is None:
        raise Unmeasured("there are no viewers in this design")
    if call.place is not None and call.place[1] not in layout["ids"]:
        raise Unmeasured(f'"{facts.label(call.place[1])}" are no viewers')
    rows = [row for row, each in enumerate(layout["ids"]) if call.place is None or each == call.place[1]]
    column = layout["metrics"].index("playing")
    values, begin_s = [], 0.0
    for frame in record.frames:
        end_s = float(frame["clock_s"])
        if span_s[0] <= (begin_s + end_s) / 2.0 < span_s[1]:
            values.append((Piece(begin_s, end_s, {}), float(sum(frame["viewers"][row][column] for row in rows))))
        begin_s = end_s
    return Measured(taken(call, values, "frame"))


def _watching(playing: Callable[[float], float] | float) -> Facts:
    components = [{"id": "viewers", "type": "viewers"}, {"id": "store", "type": "store"}]
    links = [{"from": "viewers", "to": "store"}]
    return sample(frames={("viewers", "playing"): playing}, design={"components": components, "connections": links})


JUDGE = JudgeType(
    name="playing",
    label="Viewers with a moving picture",
    help="How many viewers of the sandbox watch a moving picture at a moment.",
    unit="",
    aggregates=("mean", "min", "max", "last", "time_to"),
    places=("component",),
    measure=measure,
    examples=(
        Example("min(playing) during F1 >= 900", lambda: _watching(1_000.0), True),
        Example("min(playing) during F1 >= 900", lambda: _watching(lambda at_s: 20.0 if at_s == 15.0 else 1e3), False),
        Example("min(playing)[component=viewers] in whole >= 900", lambda: _watching(lambda at_s: 50 * at_s), False),
    ),
)

"""Ok: the share of what ended that ended well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import outcome_rates, series, taken, windows_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.outcomes import main_loss
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Ended well over ended, in the window; min and max are those of frames or of bins."""
    if call.aggregate != "ratio":
        return Measured(taken(call, series(facts, call, _share), "request that ended"))
    good = bad = 0.0
    for rows in windows_of(facts, call):
        for table, piece in rows:
            well, badly = outcome_rates(piece.numbers, table)
            good, bad = good + well * piece.length_s, bad + badly * piece.length_s
    if good + bad <= 0.0:
        raise Unmeasured("no request ended in that part of the run")
    return Measured(good / (good + bad), main_loss(facts) if bad > 0.0 else "")


def _share(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    ended = [outcome_rates(numbers, table) for table, numbers in rows]
    good, bad = sum(each[0] for each in ended), sum(each[1] for each in ended)
    return good / (good + bad) if good + bad > 0.0 else None


def _down(at_s: float) -> float:
    return 20.0 if 10.0 < at_s <= 25.0 else 0.0


JUDGE = JudgeType(
    name="ok",
    label="Answered well",
    help="The share of the requests (or calls) that ended in a part of the run which ended well.",
    unit="ratio",
    aggregates=("ratio", "min", "max", "time_to"),
    places=("class", "component", "connection", "region"),
    measure=measure,
    examples=(
        Example(
            "ratio(ok)[class=play] during F1 >= 99 %",
            lambda: sample(frames={("viewers", "rate_per_s"): 80.0, ("viewers", "errors_per_s"): _down}),
            False,
        ),
        Example(
            "ratio(ok) before F1 >= 99.5 %",
            lambda: sample(frames={("totals", "ok_per_s"): 100.0, ("totals", "error_per_s"): _down}),
            True,
        ),
        Example(
            "time_to(ok >= 99 %) after F1 <= 6 s",
            lambda: sample(frames={("totals", "ok_per_s"): 100.0, ("totals", "error_per_s"): _down}),
            True,
        ),
        Example(
            "time_to(ok >= 99 %) after F1 <= 4 s",
            lambda: sample(frames={("totals", "ok_per_s"): 100.0, ("totals", "error_per_s"): _down}),
            False,
        ),
        Example(
            "ratio(ok) after recovery >= 99 %",
            lambda: sample(frames={("totals", "ok_per_s"): 100.0, ("totals", "error_per_s"): _down}),
            True,
        ),
    ),
)

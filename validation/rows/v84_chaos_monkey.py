"""V84: days between the kills of a chaos monkey."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from engine.simulate import start
from validation.designs import component, connection, design
from validation.row import Effort, Row, near

MEAN_DAYS, DAY_S = 2.0, 1.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One group that is watched for many short days."""
    monkey = component("monkey", "chaos_monkey", mean_days=MEAN_DAYS, day_s=DAY_S, replace_s=0.5)
    arrows = [connection("viewers", "service"), connection("monkey", "service")]
    days = effort.pick(full=900.0, short=900.0)
    simulation = start(design([component("service"), monkey], arrows, duration_s=days, rate_per_s=0.1), seed)
    while not simulation.finished:
        simulation.advance()
    struck = [int(each["clock_s"] / DAY_S) for each in simulation.log]
    gaps = [after - before for before, after in pairwise(struck)]
    return {
        "mean_days": sum(gaps) / len(gaps),
        "next_day": sum(gap == 1 for gap in gaps) / len(gaps),
        "after_two": sum(gap == 2 for gap in gaps) / len(gaps),
    }


ROW = Row(
    number="V84",
    section="3F",
    title="Chaos monkey: days between kills are geometric",
    setup="One group, a mean of 2 working days between kills.",
    source="Each working day kills with the chance 1/2: geometric, P(k) = 2^-k, mean 2 (chaosmonkey's scheduler).",
    checks=(
        near("mean_days", "mean days between kills", 2.0, ratio=0.05, unit="days"),
        near("next_day", "share of kills on the next day", 0.5, ratio=0.05),
        near("after_two", "share of kills on the day after that", 0.25, ratio=0.10),
    ),
    measure=measure,
)

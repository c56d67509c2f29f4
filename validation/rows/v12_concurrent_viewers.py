"""V12: how many watch at the same time."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping

from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import watch

SESSIONS_PER_S, SESSION_S = 225.0, 60.0
MEAN = SESSIONS_PER_S * SESSION_S
WARM_UP_S = 900.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run with slots for all; how many are inside is read at the ends of frames."""
    measured = {}
    for shape in ("exponential", "lognormal"):
        design = one_queue(
            rate_per_s=SESSIONS_PER_S,
            service_ms_mean=1000.0 * SESSION_S,
            slots=20_000,
            distribution=shape,
            duration_s=WARM_UP_S + effort.pick(full=20_000.0, short=12_000.0),
            warm_up_s=WARM_UP_S,
        )
        finished = watch(design, seed)
        place = finished.layout["total_metrics"].index("in_flight")
        inside = [each["totals"][place] or 0.0 for each in finished.frames if each["clock_s"] > WARM_UP_S]
        measured[f"{shape}_mean"] = finished.summary["components"]["service"]["in_system_mean"]
        measured[f"{shape}_deviation"] = statistics.pstdev(inside, MEAN)
    return measured


ROW = Row(
    number="V12",
    section="3A",
    title="M/G/infinity: concurrent viewers are Poisson, whatever the length of a session",
    setup="225 sessions/s of 60 s each (exponential, lognormal), slots for everyone: 13 500 at the same time.",
    source="Textbook: the number in M/G/infinity is Poisson with mean lambda D, deviation its root.",
    checks=tuple(
        check
        for shape in ("exponential", "lognormal")
        for check in (
            near(f"{shape}_mean", f"viewers, {shape} sessions", MEAN, ratio=0.03),
            near(f"{shape}_deviation", f"their deviation, {shape} sessions", math.sqrt(MEAN), ratio=0.03),
        )
    ),
    measure=measure,
    note="The table has 5 sessions/s of 45 min. A service time ends at 60 s here, so time is shortened by 45; only the "
    "product of rate and length matters.",
)

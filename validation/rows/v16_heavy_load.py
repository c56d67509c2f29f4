"""V16: the same step of load, with room and without."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import mm1
from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import latency_s, run

DURATIONS_S = {50.0: (2_000.0, 600.0), 60.0: (2_000.0, 600.0), 90.0: (20_000.0, 10_000.0), 95.0: (60_000.0, 40_000.0)}
"""Full and short: how long a queue must be watched grows as the square of what it nears."""


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every rate."""
    measured = {}
    for rate_per_s, (full_s, short_s) in DURATIONS_S.items():
        design = one_queue(
            rate_per_s=rate_per_s,
            service_ms_mean=10.0,
            duration_s=effort.pick(full=full_s, short=short_s),
            warm_up_s=100.0,
        )
        measured[f"latency_ms_{rate_per_s:g}"] = 1000.0 * latency_s(run(design, seed))
    return measured


ROW = Row(
    number="V16",
    section="3A",
    title="The same step of load hurts more near saturation",
    setup="One server of 100/s; 50 against 60 a second, 90 against 95.",
    source="M/M/1: W = 1 / (mu - lambda).",
    checks=tuple(
        near(
            f"latency_ms_{rate:g}",
            f"mean time in the system at {rate:g}/s",
            1000.0 * mm1.sojourn_s_mean(rate, 100.0),
            ratio=0.04,
            unit="ms",
        )
        for rate in DURATIONS_S
    ),
    measure=measure,
)

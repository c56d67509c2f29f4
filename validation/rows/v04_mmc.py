"""V04: ten servers before one queue (Erlang C)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import mmc
from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import busy_ratio, wait_s_mean, watch

RATE_PER_S, SERVERS, SERVICE_PER_S = 80.0, 10, 10.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run. Who comes finds all servers busy as often as an observer does, so the ends of frames are asked."""
    duration_s = effort.pick(full=10_000.0, short=5_000.0)
    design = one_queue(
        rate_per_s=RATE_PER_S, slots=SERVERS, service_ms_mean=1000.0 / SERVICE_PER_S, duration_s=duration_s
    )
    finished = watch(design, seed)
    return {"waits": busy_ratio(finished, SERVERS), "wait_ms": 1000.0 * wait_s_mean(finished.summary)}


ROW = Row(
    number="V04",
    section="3A",
    title="M/M/c: Erlang C",
    setup="Poisson arrivals of 80/s at ten servers of 10/s each before one queue.",
    source="Kleinrock, Queueing Systems I (1975), section 3.5.",
    checks=(
        near("waits", "share of requests that wait", mmc.waiting_probability(SERVERS, 8.0), ratio=0.04),
        near(
            "wait_ms", "mean wait", 1000.0 * mmc.wait_s_mean(SERVERS, RATE_PER_S, SERVICE_PER_S), ratio=0.04, unit="ms"
        ),
    ),
    measure=measure,
    gate=True,
    short_seeds=10,
)

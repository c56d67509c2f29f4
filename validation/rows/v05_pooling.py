"""V05: one queue for ten servers against ten queues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.theory import mm1, mmc
from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import run, wait_s_mean


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Two runs with the same load."""
    duration_s = effort.pick(full=6_000.0, short=4_000.0)
    plain: dict[str, Any] = {"rate_per_s": 80.0, "service_ms_mean": 100.0, "duration_s": duration_s, "warm_up_s": 60.0}
    return {
        "pooled_ms": 1000.0 * wait_s_mean(run(one_queue(**plain, slots=10), seed)),
        "apart_ms": 1000.0 * wait_s_mean(run(one_queue(**plain, instances=10), seed)),
    }


ROW = Row(
    number="V05",
    section="3A",
    title="Pooling: one queue for ten servers waits a twentieth as long as ten queues",
    setup="80/s at ten servers of 10/s each: all before one queue, or each with a queue of its own, chosen at random.",
    source="Erlang C for ten servers; M/M/1 with 8/s at 10/s.",
    checks=(
        near("pooled_ms", "mean wait, one queue", 1000.0 * mmc.wait_s_mean(10, 80.0, 10.0), ratio=0.05, unit="ms"),
        near(
            "apart_ms", "mean wait, ten queues", 1000.0 * mm1.sojourn_s_mean(8.0, 10.0) - 100.0, ratio=0.05, unit="ms"
        ),
    ),
    measure=measure,
    gate=True,
)

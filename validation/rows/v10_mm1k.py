"""V10: one server with room for ten."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import mm1k
from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import refused_ratio, run

ROOM = 10
LOADS = (0.8, 1.0, 1.2, 2.0)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every load."""
    measured = {}
    for load in LOADS:
        design = one_queue(
            rate_per_s=100.0 * load,
            service_ms_mean=10.0,
            queue_limit=ROOM - 1,
            duration_s=effort.pick(full=6_000.0, short=12_000.0 if load < 1.0 else 2_000.0),
        )
        summary = run(design, seed)
        span_s = summary["clock_s"] - summary["measured_from_s"]
        measured[f"blocked_{load:g}"] = refused_ratio(summary)
        measured[f"goodput_{load:g}"] = summary["components"]["service"]["completions"] / span_s / 100.0
    return measured


ROW = Row(
    number="V10",
    section="3A",
    title="M/M/1/K: loss and goodput up to twice the capacity",
    setup="One server of 100/s with room for ten in all; loads of 0.8 to 2.0.",
    source="Kleinrock, Queueing Systems I (1975), section 3.7.",
    checks=tuple(
        check
        for load in LOADS
        for check in (
            near(f"blocked_{load:g}", f"refused at load {load:g}", mm1k.blocked_ratio(load, ROOM), ratio=0.04),
            near(
                f"goodput_{load:g}",
                f"goodput over capacity at load {load:g}",
                load * (1.0 - mm1k.blocked_ratio(load, ROOM)),
                ratio=0.04,
            ),
        )
    ),
    measure=measure,
    gate=True,
)

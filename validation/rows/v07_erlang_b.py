"""V07: ten slots and no queue, and a bulkhead of ten before slots without end."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import erlang_b
from validation.designs import connection, design, one_queue, queue
from validation.row import Effort, Row, near
from validation.running import refused_ratio, run

OFFERED = (8.0, 20.0, 100.0)
SHAPES = ("exponential", "lognormal")


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every load and both shapes, and one for every load of a bulkhead."""
    duration_s = effort.pick(full=1_500.0, short=800.0)
    bulkheads = {f"bulkhead_{offered:g}": _refused_by_bulkhead(offered, duration_s, seed) for offered in OFFERED}
    return bulkheads | {
        f"{shape}_{offered:g}": refused_ratio(
            run(
                one_queue(
                    rate_per_s=offered * 10.0,
                    service_ms_mean=100.0,
                    slots=10,
                    queue_limit=0,
                    distribution=shape,
                    duration_s=duration_s,
                ),
                seed,
            )
        )
        for shape in SHAPES
        for offered in OFFERED
    }


def _refused_by_bulkhead(offered: float, duration_s: float, seed: int) -> float:
    chosen = design(
        [queue("service", slots=1_000, service_ms_mean=100.0)],
        [connection("viewers", "service", policies={"bulkhead": {"max_concurrent": 10, "queue": 0}})],
        rate_per_s=offered * 10.0,
        duration_s=duration_s,
        warm_up_s=20.0,
    )
    link = run(chosen, seed)["connections"]["viewers-service"]
    return float(link["policies"]["refused"] / link["calls"])


ROW = Row(
    number="V07",
    section="3A",
    title="Loss system: Erlang B, whatever the service time",
    setup="Ten slots without a queue, service of 100 ms; 8, 20 and 100 erlang are offered. Likewise ten"
    " calls through a bulkhead to a service with a slot for everyone.",
    source="Kleinrock, Queueing Systems I (1975), section 3.6; insensitive to the shape of service times.",
    checks=tuple(
        near(
            f"{shape}_{offered:g}",
            f"refused of {offered:g} erlang, {shape} service",
            erlang_b.blocked_ratio(10, offered),
            ratio=0.04,
        )
        for shape in SHAPES
        for offered in OFFERED
    )
    + tuple(
        near(
            f"bulkhead_{offered:g}",
            f"refused of {offered:g} erlang by a bulkhead",
            erlang_b.blocked_ratio(10, offered),
            ratio=0.04,
        )
        for offered in OFFERED
    ),
    measure=measure,
    gate=True,
)

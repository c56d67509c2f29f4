"""V32: adaptive throttling in its steady state."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design
from validation.row import Effort, Row, near
from validation.running import run

CAPACITY_PER_S, OFFERED_PER_S, K = 100.0, 1_000.0, 2.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run; the first windows are left out."""
    chosen = design(
        [
            component(
                "service",
                instances=1,
                slots=1,
                service_ms_mean=1000.0 / CAPACITY_PER_S,
                distribution="constant",
                queue_limit=20,
            )
        ],
        [connection("viewers", "service", policies={"adaptive_throttle": {"k": K}})],
        rate_per_s=OFFERED_PER_S,
        duration_s=effort.pick(full=1_500.0, short=600.0),
        warm_up_s=400.0,
    )
    link = run(chosen, seed)["connections"]["viewers-service"]
    span_s = chosen.workload.duration_s - chosen.workload.warm_up_s
    return {"sent": link["attempts"] / span_s, "refused": link["policies"]["refused"] / link["calls"]}


ROW = Row(
    number="V32",
    section="3C",
    title="Adaptive throttling in its steady state",
    setup="A callee that can do 100/s is offered 1 000/s by a client that throttles itself with K = 2.",
    source="B. Beyer et al., Site Reliability Engineering, 2016, chapter 21: K calls are sent for each accepted one.",
    checks=(
        near("sent", "calls sent", K * CAPACITY_PER_S, ratio=0.08, unit="1/s"),
        near("refused", "share refused by the client", 1.0 - K * CAPACITY_PER_S / OFFERED_PER_S, ratio=0.08),
    ),
    measure=measure,
)

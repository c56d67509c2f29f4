"""V08: a bulkhead before a slow dependency."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design
from validation.row import Effort, Row, at_most, near
from validation.running import run

SLOTS, PERMITS, SLOW_S = 200, 10, 10.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """50 requests a second reach a service of which every request calls something that takes 10 s."""
    chosen = design(
        [
            component("service", slots=SLOTS, instances=1, queue_limit=1_000, service_ms_mean=1.0),
            component("slow", slots=1_000, instances=1, service_ms_mean=1000.0 * SLOW_S, distribution="exponential"),
        ],
        [
            connection("viewers", "service"),
            connection(
                "service", "slow", policies={"bulkhead": {"max_concurrent": PERMITS, "queue": 0}}, optional=True
            ),
        ],
        rate_per_s=50.0,
        duration_s=effort.pick(full=20_000.0, short=4_000.0),
        warm_up_s=200.0,
    )
    summary = run(chosen, seed)
    span_s = summary["clock_s"] - summary["measured_from_s"]
    return {
        "through": summary["connections"]["service-slow"]["attempts"] / span_s,
        "held": SLOTS * summary["components"]["service"]["utilisation"],
    }


ROW = Row(
    number="V08",
    section="3A",
    title="A bulkhead before a slow dependency",
    setup="A service of 200 slots, 50 requests a second, each of which calls a dependency of 10 s; a bulkhead of"
    " 10 calls without a queue; what it refuses goes on without that call.",
    source="Little's law: 10 under way / 10 s = 1 a second.",
    checks=(
        at_most("through", "calls a second that get through", 1.0 * 1.05, unit="1/s"),
        near("held", "slots that the caller holds", PERMITS + 50.0 * 0.001, ratio=0.05),
    ),
    measure=measure,
)

"""V46: adaptive concurrency finds the knee."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, every
from validation.running import watch

SLOTS, SERVICE_S, QUIET_S = 40, 0.020, 10.0
CAPACITY_PER_S = SLOTS / SERVICE_S
LOADS = (1.2, 2.0, 3.0)


def _design(load: float, duration_s: float) -> Design:
    """Half of the capacity for ten seconds, then more than it."""
    quiet = 0.5 * CAPACITY_PER_S
    more = {**failure(QUIET_S, "change_traffic", "viewers"), "parameters": {"factor": load / 0.5}}
    return design(
        [
            component(
                "service",
                instances=1,
                slots=SLOTS,
                service_ms_mean=1000.0 * SERVICE_S,
                distribution="exponential",
                queue_limit=-1,
            )
        ],
        [connection("viewers", "service", policies={"concurrency_limit": {}})],
        rate_per_s=quiet,
        duration_s=duration_s,
        warm_up_s=QUIET_S + 20.0,
        schedule=[more],
    )


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run for each load."""
    duration_s = effort.pick(full=90.0, short=60.0)
    found = {}
    for load in LOADS:
        finished = watch(_design(load, duration_s), seed)
        limit, refused = (finished.layout["policy_metrics"].index(name) for name in ("limit", "refused_per_s"))
        del refused
        late = [each["policies"][0][limit] or 0.0 for each in finished.frames if each["clock_s"] > QUIET_S + 20.0]
        name = f"{load:g}".replace(".", "_")
        found[f"limit_{name}"] = sum(late) / len(late)
        found[f"goodput_{name}"] = finished.total("ok_per_s", QUIET_S + 20.0, duration_s) / CAPACITY_PER_S
        found[f"p99_{name}"] = 1000.0 * finished.summary["connections"]["viewers-service"]["latency_s"]["p99"]
    return found


ROW = Row(
    number="V46",
    section="3C",
    title="Adaptive concurrency finds the knee",
    setup="40 slots of 20 ms (exponential), half of the capacity for 10 s, then 1.2, 2 and 3 times the capacity;"
    " Gradient2 with its defaults.",
    source="The law of Netflix's concurrency-limits; a prototype measured limits of 55 to 70, goodput 0.975 to 0.99 of"
    " the capacity and a p99 of 96 to 98 ms.",
    checks=tuple(
        check
        for load in LOADS
        for name in [f"{load:g}".replace(".", "_")]
        for check in (
            every(f"limit_{name}", f"limit at {load:g} times the capacity", low=55.0 * 0.9, high=70.0 * 1.1),
            every(f"goodput_{name}", f"goodput at {load:g} times", low=0.975 * 0.9, high=0.99 * 1.1),
            every(f"p99_{name}", f"p99 at {load:g} times", low=96.0 * 0.9, high=98.0 * 1.1, unit="ms"),
        )
    ),
    measure=measure,
)

"""V79: regions that must survive the loss of one."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from engine.simulate import Summary
from validation.designs import component, connection, design, failure, queue
from validation.row import Effort, Row, at_most, near
from validation.running import run

REGIONS = (2, 3, 4)
SERVICE_S, SLOTS = 0.01, 4
BELOW, ABOVE = 0.99, 1.01
WARM_UP_S, DURATION_S = 20.0, 120.0


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """For each number of regions a run a little below and one a little above the utilisation that survives."""
    measured = {}
    for regions in REGIONS:
        headroom = (regions - 1) / regions
        below, above = (_after_a_loss(regions, factor * headroom, seed) for factor in (BELOW, ABOVE))
        measured[f"below_{regions}"] = below["components"]["region"]["utilisation"]
        measured[f"waiting_{regions}"] = below["components"]["region"]["queue_mean"]
        measured[f"above_{regions}"] = above["components"]["region"]["queue_mean"]
    return measured


def _after_a_loss(regions: int, utilisation: float, seed: int) -> Summary:
    """Each region is an instance; even traffic and constant service leave only arithmetic."""
    return run(_regions(regions, utilisation * regions * SLOTS / SERVICE_S), seed)


def _regions(count: int, rate_per_s: float) -> Design:
    region = queue("region", instances=count, slots=SLOTS, distribution="constant", service_ms_mean=SERVICE_S * 1000.0)
    return design(
        [component("viewers", "traffic_source", process="even"), region],
        [connection("viewers", "region", balancing="round_robin")],
        rate_per_s=rate_per_s,
        duration_s=DURATION_S,
        warm_up_s=WARM_UP_S,
        schedule=[failure(10.0, "kill_instances", "region", count=1)],
    )


def _piled_up(regions: int) -> float:
    """What is too much piles up from the loss on; the mean over the measured time."""
    too_much_per_s = (ABOVE - 1.0) * (regions - 1) * SLOTS / SERVICE_S
    return too_much_per_s * ((WARM_UP_S + DURATION_S) / 2.0 - 10.0)


ROW = Row(
    number="V79",
    section="3F",
    title="Equal regions survive the loss of one up to their headroom and no further",
    setup="2, 3 or 4 regions; one is lost at 10 s; load of 99 % and of 101 % of what (N - 1)/N allows.",
    source="Calculation: utilisation before the loss at most (N - 1)/N, which is 50, 66.7 and 75 %.",
    checks=tuple(
        check
        for regions in REGIONS
        for check in (
            near(f"below_{regions}", f"{regions} regions below: utilisation after the loss", BELOW, absolute=0.005),
            at_most(f"waiting_{regions}", f"{regions} regions below: requests waiting", 1.0),
            near(
                f"above_{regions}",
                f"{regions} regions above: requests waiting",
                _piled_up(regions),
                ratio=0.05,
            ),
        )
    ),
    measure=measure,
    gate=True,
    seeds=3,
    short_seeds=1,
)

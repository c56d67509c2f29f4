"""Runs of one station or one cache over several seeds, and what agreeing with theory means."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from typing import Any

from engine.design.model import Design
from engine.simulate import start
from tests import tiny

SEEDS = (1, 2, 3, 4, 5, 6)
ERRORS_ALLOWED = 4.0
"""Standard errors over the seeds that a mean may lie from theory; with six seeds t exceeds 4 once in a hundred."""


def station_design(
    *,
    rate_per_s: float,
    service_ms: float,
    duration_s: float,
    warm_up_s: float = 20.0,
    slots: int = 1,
    instances: int = 1,
    queue_limit: int = -1,
    distribution: str = "exponential",
    cv2: float = 1.0,
    balancing: str = "random",
) -> Design:
    """Poisson viewers before one service."""
    service = tiny.component(
        "service",
        instances=instances,
        slots=slots,
        queue_limit=queue_limit,
        service_ms_mean=service_ms,
        distribution=distribution,
        cv2=cv2,
    )
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source"), service],
        connections=[tiny.connection("viewers", "service", balancing=balancing)],
        workload={"duration": duration_s, "warm_up": warm_up_s, "traffic": [tiny.traffic(rate_per_s=rate_per_s)]},
    )


def run(design: Design, seed: int) -> dict[str, Any]:
    """The summary of a whole run."""
    simulation = start(design, seed)
    while not simulation.finished:
        simulation.advance(10_000_000)
    return simulation.summary()


def over_seeds(design: Design, measure: Callable[[dict[str, Any]], float], seeds: Sequence[int] = SEEDS) -> list[float]:
    """A measure of the run of each seed."""
    return [measure(run(design, seed)) for seed in seeds]


def assert_agrees(values: Sequence[float], expected: float, within: float) -> None:
    """The mean lies near theory by its own standard error, which is small enough for `within` (relative) to count."""
    mean = statistics.fmean(values)
    standard_error = statistics.stdev(values) / math.sqrt(len(values))
    assert standard_error <= within * abs(expected) / 2.0, f"too little was measured: {mean} +- {standard_error}"
    assert abs(mean - expected) <= ERRORS_ALLOWED * standard_error, f"{mean} +- {standard_error}, theory {expected}"
    assert abs(mean - expected) <= within * abs(expected), f"{mean}, theory {expected}"

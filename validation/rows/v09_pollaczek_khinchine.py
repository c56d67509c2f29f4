"""V09: one server, service times of any variance."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import mg1
from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import run, wait_s_mean

RATE_PER_S, SERVICE_MS = 80.0, 10.0
CASES = (
    ("constant", 0.0, 0.05),
    ("gamma", 0.5, 0.05),
    ("exponential", 1.0, 0.05),
    ("lognormal", 4.0, 0.05),
    ("gamma", 4.0, 0.05),
    ("two_point", 16.0, 0.12),
)
"""Shape, squared variation, tolerance."""


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every shape; a constant or exponential one takes no notice of cv2."""
    measured = {}
    for shape, cv2, _ in CASES:
        duration_s = effort.pick(full=30_000.0, short=8_000.0)
        design = one_queue(
            rate_per_s=RATE_PER_S,
            service_ms_mean=SERVICE_MS,
            duration_s=duration_s,
            warm_up_s=50.0,
            distribution=shape,
            cv2=max(cv2, 0.01),
        )
        measured[f"{shape}_{cv2:g}"] = 1000.0 * wait_s_mean(run(design, seed))
    return measured


ROW = Row(
    number="V09",
    section="3A",
    title="M/G/1: waiting grows with the variance of service",
    setup="Poisson 80/s at one server of 10 ms mean service; squared variation 0 to 16.",
    source="Kleinrock, Queueing Systems I (1975), section 5.6: rho S (1 + cv2) / (2 (1 - rho)).",
    checks=tuple(
        near(
            f"{shape}_{cv2:g}",
            f"mean wait, {shape} service, squared variation {cv2:g}",
            1000.0 * mg1.wait_s_mean(RATE_PER_S, SERVICE_MS / 1000.0, cv2),
            ratio=ratio,
            unit="ms",
            only_full=shape == "lognormal",
        )
        for shape, cv2, ratio in CASES
    ),
    measure=measure,
    gate=True,
)

"""V11: where slots are shared out evenly only the mean of service times counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import latency_s, run

RATE_PER_S, SERVICE_MS = 80.0, 10.0
SHAPES: dict[str, dict[str, Any]] = {
    "constant": {"distribution": "constant"},
    "exponential": {"distribution": "exponential"},
    "two_point": {"distribution": "two_point", "cv2": 4.0},
}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run for each distribution."""
    duration_s = effort.pick(full=4_000.0, short=4_000.0)
    found = {}
    for name, shape in SHAPES.items():
        design = one_queue(
            rate_per_s=RATE_PER_S,
            duration_s=duration_s,
            service_ms_mean=SERVICE_MS,
            discipline="processor_sharing",
            **shape,
        )
        found[name] = 1000.0 * latency_s(run(design, seed))
    return found


EXPECTED_MS = SERVICE_MS / (1.0 - RATE_PER_S * SERVICE_MS / 1000.0)

ROW = Row(
    number="V11",
    section="3A",
    title="Processor sharing: the mean is insensitive to the distribution",
    setup="One slot shared by all, 10 ms of work, 80/s: constant, exponential, and bimodal (squared variation 4).",
    source="Kleinrock, Queueing Systems II (1976), section 4.4: W = S / (1 - rho).",
    checks=tuple(near(name, f"mean time, {name}", EXPECTED_MS, ratio=0.05, unit="ms") for name in SHAPES),
    measure=measure,
)

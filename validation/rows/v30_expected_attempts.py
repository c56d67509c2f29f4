"""V30: how many attempts a call takes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import NO_WAIT, connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

FAILING = (0.1, 0.5, 0.9)
ATTEMPTS = 4


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every chance of failure."""
    measured = {}
    for failing in FAILING:
        summary = run(_design(failing, effort.pick(full=300.0, short=60.0)), seed)
        row, requests = summary["connections"]["viewers-service"], summary["requests"]
        measured[f"attempts_{failing:g}"] = row["attempts"] / row["calls"]
        measured[f"lost_{failing:g}"] = requests["error"] / requests["offered"]
    return measured


def _design(failing: float, duration_s: float) -> Design:
    service = queue("service", slots=20_000, service_ms_mean=0.1, error_ratio=failing)
    return design(
        [service],
        [connection("viewers", "service", retry={"attempts": ATTEMPTS, **NO_WAIT})],
        rate_per_s=500.0,
        duration_s=duration_s,
    )


ROW = Row(
    number="V30",
    section="3C",
    title="Expected attempts of a call",
    setup="Attempts fail with a chance of 0.1, 0.5 or 0.9, each by itself; at most four are made.",
    source="Calculation: a geometric law cut off at a attempts, (1 - p^a) / (1 - p).",
    checks=tuple(
        check
        for failing in FAILING
        for check in (
            near(
                f"attempts_{failing:g}",
                f"attempts a call when {failing:g} fail",
                (1.0 - failing**ATTEMPTS) / (1.0 - failing),
                ratio=0.02,
            ),
            near(f"lost_{failing:g}", f"calls lost when {failing:g} fail", failing**ATTEMPTS, absolute=0.01),
        )
    ),
    measure=measure,
    gate=True,
)

"""V82: how many requests a canary needs to see a bad build."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from engine.trials.proportions import power_of, requests_needed
from validation.designs import component, connection, design
from validation.row import Check, Effort, Row, exact, near
from validation.running import run

BEFORE, ALPHA, POWER, RATE_PER_S = 0.001, 0.05, 0.8, 200.0
SIZES = {0.002: 18_519, 0.005: 2_311, 0.01: 834, 0.05: 127}
TRIALS = {0.002: 60, 0.005: 100, 0.01: 100, 0.05: 100}
PUBLISHED = {0.002}
"""Where the normal approximation of the table is good enough for its own tolerance."""


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The size by its formula, and the share of canaries of that size that saw the difference."""
    found: dict[str, float] = {}
    for share, size in SIZES.items():
        found[f"size_{share:g}"] = float(math.ceil(requests_needed(share, BEFORE, ALPHA, POWER)))
        trials = effort.pick(full=TRIALS[share], short=2)
        found[f"power_{share:g}"] = sum(_is_seen(share, size, 1_000 * seed + each) for each in range(trials)) / trials
    return found


def _is_seen(share: float, size: int, seed: int) -> bool:
    """One canary with half of the calls, judged once after `size` requests of each build on average."""
    look_s = 2.0 * size / RATE_PER_S
    law: dict[str, Any] = {"strategy": "canary", "canary_share": 0.5, "boot_s": 0.0, "at_s": 0.0, "look_s": look_s}
    law |= {"duration_s": look_s, "metrics": "error", "alpha": ALPHA, "bad_build_p": 1.0, "effect": "fails_always"}
    # The new build has the errors of the old one, and its own besides.
    law["severity"] = (share - BEFORE) / (1.0 - BEFORE)
    service = component("service", instances=1, slots=64, service_ms_mean=0.01, error_ratio=BEFORE)
    parts = [component("viewers", "traffic_source", process="even"), service, component("release", "deployment", **law)]
    arrows = [connection("viewers", "service"), connection("release", "service")]
    summary = run(design(parts, arrows, duration_s=look_s + 0.5, rate_per_s=RATE_PER_S), seed)
    return summary["components"]["release"]["controller"]["detected_s"] is not None


def _checks() -> tuple[Check, ...]:
    sizes = [
        exact(f"size_{share:g}", f"requests an arm, errors 0.1 % to {100 * share:g} %", float(size))
        for share, size in SIZES.items()
    ]
    powers = [
        near(
            f"power_{share:g}",
            f"share of canaries that see {100 * share:g} %",
            POWER if share in PUBLISHED else power_of(size, share, BEFORE, ALPHA),
            ratio=0.05,
            only_full=True,
        )
        for share, size in SIZES.items()
    ]
    return (*sizes, *powers)


ROW = Row(
    number="V82",
    section="3F",
    title="Size of a canary",
    setup="One-sided z test at 0.05 of failed shares, 0.1 % before; canary and baseline get half of the calls each.",
    source=(
        "Sizes for a power of 0.8 by the normal approximation (Fleiss, section 4.2). The power of these sizes by the"
        " binomial counts themselves is 0.807, 0.843, 0.865 and 0.931: with 0.127 failures expected before, the"
        " approximation is 16 % off at 127 requests. The engine is held against 0.8 for the first, where both agree,"
        " and against the exact power for the others."
    ),
    checks=_checks(),
    measure=measure,
)

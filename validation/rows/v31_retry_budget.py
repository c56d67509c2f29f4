"""V31: a retry budget caps the load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validation.designs import NO_WAIT, component, connection, design
from validation.row import Effort, Row, at_most, near
from validation.running import run


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The load of a callee that fails always, with a budget and without."""
    duration_s = effort.pick(full=1_000.0, short=200.0)
    return {
        "budget": _load(seed, duration_s, policies={"retry_budget": {"ratio": 0.1}}),
        "naive": _load(seed, duration_s),
    }


def _load(seed: int, duration_s: float, **fields: Any) -> float:
    chosen = design(
        [component("service", service_ms_mean=1.0, error_ratio=1.0)],
        [connection("viewers", "service", retry={"attempts": 3, **NO_WAIT}, **fields)],
        rate_per_s=100.0,
        duration_s=duration_s,
    )
    link = run(chosen, seed)["connections"]["viewers-service"]
    return float(link["attempts"] / link["calls"])


ROW = Row(
    number="V31",
    section="3C",
    title="A retry budget caps the load",
    setup="Everything fails; three attempts a call, with a budget of a tenth and without one; 100 requests a second.",
    source="B. Beyer et al., Site Reliability Engineering, 2016, chapter 21.",
    checks=(
        at_most("budget", "attempts for each call with a budget", 1.10 * 1.03),
        near("naive", "attempts for each call without one", 3.0, ratio=0.03),
    ),
    measure=measure,
    gate=True,
)

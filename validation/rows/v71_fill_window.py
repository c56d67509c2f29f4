"""V71: how much one night brings to an appliance."""

from __future__ import annotations

from collections.abc import Mapping

from engine.control.audience import audiences_of
from engine.design.model import Design
from engine.plan.plan import compile_plan
from validation.designs import component, connection, design
from validation.row import Effort, Row, near

RATES_GBPS = {"storage": 1.2, "global": 0.4}
EXPECTED_TB = {"storage": 6.48, "global": 2.16}


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """TB that had been brought to an empty appliance after one window of twelve hours."""
    return {name: _brought_gb(rate, seed) / 1e3 for name, rate in RATES_GBPS.items()}


def _brought_gb(rate_gbps: float, seed: int) -> float:
    plan = compile_plan(_design(rate_gbps), seed)
    return float(audiences_of(plan)["edge"].report()["fill_gb"])


def _design(rate_gbps: float) -> Design:
    return design(
        [
            component("viewers", "viewers", title_gb=1.0, titles=20_000),
            component("service"),
            component("edge", "edge_site", appliances=1),
            component("storage", "object_storage"),
            component("nights", "fill", nights=1, window_h=12.0, rate_gbps=rate_gbps, copies=1),
        ],
        [
            connection("viewers", "service"),
            connection("viewers", "edge"),
            connection("edge", "storage"),
            connection("nights", "edge"),
        ],
        rate_per_s=1.0,
        duration_s=10.0,
        warm_up_s=0.0,
    )


ROW = Row(
    number="V71",
    section="3E",
    title="What a night brings",
    setup="An empty appliance, titles of 1 GB, one window of twelve hours at 1.2 Gbit/s, and at 0.4 Gbit/s.",
    source='Rate times time: 6.48 TB and 2.16 TB; Netflix published "up to 6.5 TB" and "2.1 TB" (Netflix and Fill).',
    checks=tuple(
        near(name, f"brought at {RATES_GBPS[name]:g} Gbit/s", value, ratio=0.01, unit="TB")
        for name, value in EXPECTED_TB.items()
    ),
    measure=measure,
    seeds=1,
    short_seeds=1,
)

"""V60: what share of the requests the most popular titles get, which is what a placement by popularity serves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.cache_trace import keys_of
from engine.design.model import Design
from engine.plan.plan import compile_plan
from validation.designs import component, connection, design
from validation.row import Effort, Row, near

TITLES = 5_000
EXPECTED = {0.01: 0.495, 0.10: 0.747, 0.33: 0.878, 0.76: 0.970}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Keys as a source of the engine draws them."""
    keys = keys_of(compile_plan(_design(), seed), effort.pick(full=2_000_000, short=400_000))
    return {f"{part:g}": float(np.mean(keys < round(part * TITLES))) for part in EXPECTED}


def _design() -> Design:
    viewers = component("viewers", "traffic_source", keys_count=TITLES, zipf_alpha=1.0)
    edge = component("edge", "isp_edge", instances=1)
    origin = component("origin", "origin")
    return design(
        [viewers, edge, origin],
        [connection("viewers", "edge"), connection("edge", "origin")],
        rate_per_s=10.0,
        duration_s=10.0,
        warm_up_s=0.0,
    )


ROW = Row(
    number="V60",
    section="3D",
    title="Static placement by popularity",
    setup="5 000 titles by Zipf's law (1.0), as a source draws them.",
    source="Sums of Zipf's law.",
    checks=tuple(
        near(f"{part:g}", f"share of the requests for the most popular {part:.0%}", value, absolute=0.005)
        for part, value in EXPECTED.items()
    ),
    measure=measure,
)

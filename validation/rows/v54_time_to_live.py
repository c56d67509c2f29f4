"""V54: a cache that only time empties."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.design.model import Design
from engine.theory import ttl
from validation.designs import component, connection, design
from validation.row import Effort, Row, near
from validation.running import run

RATE_PER_S = 100.0
LIVES = (0.1, 1.0, 10.0)
"""Requests for the key that are expected in one life of its entry."""
RENEWALS = ("write", "read")


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every life and both ways to renew it."""
    duration_s = effort.pick(full=1_000.0, short=400.0)
    return {
        f"{renews_on}_{lives:g}": run(_design(lives / RATE_PER_S, renews_on, duration_s), seed)["components"]["edge"][
            "hit_ratio"
        ]
        for renews_on in RENEWALS
        for lives in LIVES
    }


def _design(ttl_s: float, renews_on: str, duration_s: float) -> Design:
    quick = {"instances": 1, "slots": 1000}
    edge = component("edge", "isp_edge", **quick, serve_ms_mean=0.001, ttl_s=ttl_s, renews_on=renews_on)
    return design(
        [
            component("viewers", "traffic_source", keys_count=1),
            edge,
            component("origin", "origin", **quick, first_byte_ms_mean=0.001),
        ],
        [connection("viewers", "edge"), connection("edge", "origin")],
        rate_per_s=RATE_PER_S,
        duration_s=duration_s,
        warm_up_s=10.0,
    )


ROW = Row(
    number="V54",
    section="3D",
    title="Time to live: hits from rate and life of a key",
    setup="One key asked for at 100/s; an entry lives 1, 10 or 100 ms from its storing or from its last hit.",
    source="Jung, Berger and Balakrishnan, INFOCOM 2003: rT / (1 + rT) and 1 - exp(-rT).",
    checks=tuple(
        near(
            f"{renews_on}_{lives:g}",
            f"hit ratio, rate x life {lives:g}, renewed on {renews_on}",
            ttl.hit_ratio(np.array([RATE_PER_S]), lives / RATE_PER_S, renews_on == "read"),
            absolute=0.01,
        )
        for renews_on in RENEWALS
        for lives in LIVES
    ),
    measure=measure,
    gate=True,
)

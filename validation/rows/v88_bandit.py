"""V88: what a bandit makes of ten thousand impressions."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design, traffic
from validation.row import Effort, Row, near
from validation.running import run

IMPRESSIONS, PER_S = 10_000, 200.0
LEAST, GREATEST, ARMS = 0.04, 0.09, 6


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """The share that was taken, by rule."""
    measured = {}
    for policy in ("thompson", "random"):
        told = _told(policy, seed)
        measured[policy] = told["take_ratio"]
        measured["best"] = told["best_ratio"]
    return measured


def _told(policy: str, seed: int) -> Mapping[str, float]:
    parts = [
        component("viewers", "traffic_source", process="even"),
        component("page", "service", instances=20, slots=20, service_ms_mean=1.0),
        component("art", "artwork", policy=policy, arms=ARMS, segments=1, least_take=LEAST, greatest_take=GREATEST),
    ]
    drawn = design(
        parts,
        [connection("viewers", "page"), connection("art", "page")],
        duration_s=IMPRESSIONS / PER_S + 1.0,
        traffics=[traffic(rate_per_s=PER_S)],
    )
    told = run(drawn, seed)["components"]["art"]["controller"]
    assert abs(told["impressions"] - IMPRESSIONS) <= 1
    return dict(told)


ROW = Row(
    number="V88",
    section="3F",
    title="A bandit finds nearly the best picture",
    setup="Six pictures that 4, 5, ... 9 % take, 10,000 impressions, one segment.",
    source="Calculation for chance (the mean) and the best picture; Thompson sampling by an independent simulation of "
    "the same setup (Chapelle and Li, NIPS 2011, for the method).",
    checks=(
        near("thompson", "take fraction, Thompson", 0.083, ratio=0.06),
        near("random", "take fraction, random", 0.065, ratio=0.06),
        near("best", "take fraction of the best picture", 0.09, ratio=1e-9),
    ),
    measure=measure,
    gate=True,
    seeds=10,
    short_seeds=10,
)

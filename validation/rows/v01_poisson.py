"""V01: Poisson arrivals, split and merged."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from engine.design.model import Design
from validation.designs import component, connection, design, queue, traffic
from validation.row import Effort, Row, near
from validation.running import watch

RATE_PER_S, DURATION_S = 50.0, 600.0
SHARES = {"left": 0.3, "right": 0.7}


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """One run; counts of half a second each, one a frame."""
    finished = watch(_design(), seed)
    place = finished.layout["total_metrics"].index("offered_per_s")
    rates = finished.layout["connection_metrics"].index("calls_per_s")
    links = {name: row for row, name in enumerate(finished.layout["connections"])}
    merged = [each["totals"][place] or 0.0 for each in finished.frames]
    split = {
        name: [each["connections"][links[f"gateway-{name}"]][rates] or 0.0 for each in finished.frames]
        for name in SHARES
    }
    frame_s = finished.layout["frame_s"]
    return {
        "merged": _dispersion(merged, frame_s),
        **{name: _dispersion(counts, frame_s) for name, counts in split.items()},
        **{f"{name}_rate": statistics.fmean(counts) for name, counts in split.items()},
    }


def _dispersion(rates_per_s: Sequence[float], frame_s: float) -> float:
    """Variance over mean of the counts."""
    counts = [each * frame_s for each in rates_per_s]
    return statistics.variance(counts) / statistics.fmean(counts)


def _design() -> Design:
    """Two sources of half the rate each meet at a gateway that takes no time, which splits them three to seven."""
    instant = {"slots": 1000, "service_ms_mean": 0.001, "distribution": "constant"}
    sources = [component("viewers", "traffic_source"), component("others", "traffic_source")]
    return design(
        [*sources, queue("gateway", **instant), queue("left", **instant), queue("right", **instant)],
        [
            connection("viewers", "gateway"),
            connection("others", "gateway"),
            *(connection("gateway", name, share=share) for name, share in SHARES.items()),
        ],
        duration_s=DURATION_S,
        traffics=[traffic("viewers", RATE_PER_S / 2), traffic("others", RATE_PER_S / 2)],
    )


ROW = Row(
    number="V01",
    section="3A",
    title="Poisson arrivals stay Poisson when merged and split",
    setup="Two sources of 25/s meet at a gateway that sends 30 % one way, 70 % the other, for 600 s; counts of 0.5 s.",
    source="Textbook: a Poisson count has the variance of its mean; merging and random splitting keep it so.",
    checks=(
        near("merged", "variance over mean, both sources together", 1.0, ratio=0.05),
        near("left", "variance over mean, the 30 % way", 1.0, ratio=0.05),
        near("right", "variance over mean, the 70 % way", 1.0, ratio=0.05),
        near("left_rate", "rate of the 30 % way", 15.0, ratio=0.05, unit="1/s"),
        near("right_rate", "rate of the 70 % way", 35.0, ratio=0.05, unit="1/s"),
    ),
    measure=measure,
    short_seeds=10,
)

"""V49: first in first out and random replacement have the same hit ratio."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import fifo
from engine.theory.zipf import popularity
from validation.keys import CASES, TITLES, asked, steady_hit_ratio
from validation.row import Effort, Row, near

POLICIES = ("fifo", "random")


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Every case with both policies, on the same requests."""
    count = effort.pick(full=2_000_000, short=400_000)
    return {
        f"{policy}_{alpha:g}_{capacity}": steady_hit_ratio(policy, capacity, asked(seed, alpha, count))
        for policy in POLICIES
        for alpha, capacity in CASES
    }


ROW = Row(
    number="V49",
    section="3D",
    title="First in first out, and random: the same hit ratio",
    setup="10 000 titles by Zipf's law (0.8, 1.0), caches of 1 000 and 100 titles; the second half of the requests.",
    source="Gast and Van Houdt, Performance Evaluation 93 (2015): sum p pT/(1+pT).",
    checks=tuple(
        near(
            f"{policy}_{alpha:g}_{capacity}",
            f"hit ratio, {policy}, exponent {alpha:g}, {capacity} titles",
            fifo.hit_ratio(popularity(TITLES, alpha), capacity),
            absolute=0.01,
        )
        for policy in POLICIES
        for alpha, capacity in CASES
    ),
    measure=measure,
    gate=True,
)

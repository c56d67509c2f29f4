"""V50: perfect counts keep the most popular titles, which is the ceiling under independent requests."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory.zipf import popularity
from validation.keys import CASES, TITLES, asked, steady_hit_ratio
from validation.row import Effort, Row, near


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Every case; counts need many requests to become right."""
    count = effort.pick(full=4_000_000, short=1_000_000)
    return {
        f"{alpha:g}_{capacity}": steady_hit_ratio("lfu", capacity, asked(seed, alpha, count))
        for alpha, capacity in CASES
    }


ROW = Row(
    number="V50",
    section="3D",
    title="Perfect counts: the most popular titles are held",
    setup="10 000 titles by Zipf's law (0.8, 1.0), caches of 1 000 and 100 titles; the second half of the requests.",
    source="The sum of the chances of as many most popular titles as fit.",
    checks=tuple(
        near(
            f"{alpha:g}_{capacity}",
            f"hit ratio, exponent {alpha:g}, {capacity} titles",
            float(popularity(TITLES, alpha)[:capacity].sum()),
            absolute=0.01,
        )
        for alpha, capacity in CASES
    ),
    measure=measure,
    gate=True,
)

"""V52: keys that are asked for once push others out of LRU, and less out of policies that make newcomers wait."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from validation.keys import TITLES, Keys, asked, steady_hit_ratio
from validation.row import Effort, Row, near

EXPECTED = {"lru": 0.255, "fifo": 0.225, "sieve": 0.371, "s3fifo": 0.375, "wtinylfu": 0.379}
SHARE = 0.3


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Each policy on the same requests."""
    keys = _with_wonders(seed, effort.pick(full=2_000_000, short=400_000))
    return {policy: steady_hit_ratio(policy, 1_000, keys) for policy in EXPECTED}


def _with_wonders(seed: int, count: int) -> Keys:
    keys = asked(seed, 0.8, count)
    once = np.random.default_rng((seed, 1)).random(count) < SHARE
    keys[once] = TITLES + np.arange(once.sum())
    return keys


ROW = Row(
    number="V52",
    section="3D",
    title="One-hit wonders pollute a cache",
    setup="As V51, but three of ten requests are for a key that never comes again.",
    source="Simulations by other programs; effect as in Yang et al., SOSP 2023. The ceiling is 0.7 times 0.571.",
    checks=tuple(near(policy, f"hit ratio, {policy}", value, absolute=0.015) for policy, value in EXPECTED.items()),
    measure=measure,
)

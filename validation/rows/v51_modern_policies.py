"""V51: SIEVE, S3-FIFO and W-TinyLFU hold more of a fixed Zipf law than LRU."""

from __future__ import annotations

from collections.abc import Mapping

from validation.keys import asked, steady_hit_ratio
from validation.row import Effort, Row, near

EXPECTED = {"sieve": 0.543, "s3fifo": 0.529, "wtinylfu": 0.548, "lru": 0.436}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Each policy on the same requests."""
    keys = asked(seed, 0.8, effort.pick(full=2_000_000, short=400_000))
    return {policy: steady_hit_ratio(policy, 1_000, keys) for policy in EXPECTED}


ROW = Row(
    number="V51",
    section="3D",
    title="SIEVE, S3-FIFO and W-TinyLFU against LRU",
    setup="10 000 titles by Zipf's law (0.8), a cache of 1 000; the second half of the requests.",
    source="Simulations by other programs with the constants of libCacheSim; direction as in NSDI 2024 and SOSP 2023.",
    checks=tuple(near(policy, f"hit ratio, {policy}", value, absolute=0.015) for policy, value in EXPECTED.items()),
    measure=measure,
)

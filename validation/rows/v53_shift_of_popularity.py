"""V53: when tastes change at once, policies that remember long adapt late."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.cache_trace import hits_of
from validation.keys import TITLES, asked
from validation.row import Effort, Row, at_least, near

EXPECTED = {"lru": 0.41, "s3fifo": 0.36, "wtinylfu": 0.31, "sieve": 0.19}
BEFORE, FIRST, LATER = 200_000, 5_000, 20_000
SHIFTS = 6


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Hits in the first requests after ranks moved round by half the catalogue, and lead over LRU a while later."""
    count = effort.pick(full=2 * SHIFTS, short=SHIFTS)
    shifts = [_shift(seed * 2 * SHIFTS + each) for each in range(count)]
    return {name: float(np.mean([each[name] for each in shifts])) for name in shifts[0]}


def _shift(seed: int) -> dict[str, float]:
    keys = asked(seed, 0.8, BEFORE + 2 * LATER)
    keys[BEFORE:] = (keys[BEFORE:] + TITLES // 2) % TITLES
    hits = {policy: hits_of(policy, 1_000, keys)[BEFORE:] for policy in EXPECTED}
    first = {policy: float(each[:FIRST].mean()) for policy, each in hits.items()}
    later = {policy: float(each[LATER:].mean()) for policy, each in hits.items()}
    return first | {f"{policy}_lead": later[policy] - later["lru"] for policy in EXPECTED if policy != "lru"}


ROW = Row(
    number="V53",
    section="3D",
    title="A shift of popularity: who adapts first",
    setup="As V51; after 200 000 requests the ranks move round by half the catalogue; six times a seed or more.",
    source="Simulations by other programs.",
    checks=(
        *(
            near(policy, f"hit ratio of the first 5 000 requests, {policy}", value, absolute=0.03)
            for policy, value in EXPECTED.items()
        ),
        *(
            at_least(f"{policy}_lead", f"lead over LRU from 20 000 requests on, {policy}", 0.0)
            for policy in EXPECTED
            if policy != "lru"
        ),
    ),
    measure=measure,
)

"""Che's approximation: the hit ratio of a least-recently-used cache under independent requests."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from engine.theory.facts import CacheFacts, CacheLaw
from engine.theory.zipf import popularity

WARM_UP_LIVES = 3.0


def characteristic_requests(chances: npt.NDArray[np.float64], capacity_items: int) -> float:
    """How many requests an unused key survives: the root T of sum(1 - exp(-p_i T)) = capacity, by bisection.

    Source: Che, Tung and Wang, IEEE JSAC 20 (2002), 1305-1314.
    """
    assert 0 < capacity_items < len(chances)
    low, high = 0.0, 1.0
    while -np.expm1(-chances * high).sum() < capacity_items:
        high *= 2.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if -np.expm1(-chances * middle).sum() < capacity_items:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def hit_ratio(chances: npt.NDArray[np.float64], capacity_items: int) -> float:
    """Hits over lookups: sum p_i (1 - exp(-p_i T)). Source: as above; Fricker, Robert and Roberts, ITC 24 (2012)."""
    if capacity_items >= len(chances):
        return 1.0
    requests = characteristic_requests(chances, capacity_items)
    return float((chances * -np.expm1(-chances * requests)).sum())


def assumptions(facts: CacheFacts) -> list[str]:
    """What the approximation needs and this cache lacks."""
    broken = []
    if facts.ttl_s > 0.0:
        broken.append("keys do not expire")
    if not facts.has_one_popularity:
        broken.append("all lookups draw from one law of popularity")
    if not facts.is_undisturbed:
        broken.append("nothing was broken and nothing retried")
    if facts.capacity_items >= facts.keys_count:
        broken.append("not all keys fit in")
    elif not broken:
        life = characteristic_requests(popularity(facts.keys_count, facts.zipf_alpha), facts.capacity_items)
        if facts.warm_up_s * facts.lookup_rate_per_s < WARM_UP_LIVES * life:
            broken.append("the cache was full long before measuring began")
    return broken


def predict(facts: CacheFacts) -> Mapping[str, float]:
    """The hit ratio."""
    return {"hit_ratio": hit_ratio(popularity(facts.keys_count, facts.zipf_alpha), facts.capacity_items)}


LAW = CacheLaw(
    "Che (LRU)",
    ("every lookup draws its key independently", "the cache is filled at once after a miss"),
    assumptions,
    predict,
)

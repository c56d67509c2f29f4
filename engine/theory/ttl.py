"""Caches that only time empties: hit ratio from the time to live."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from engine.theory.facts import CacheFacts, CacheLaw
from engine.theory.zipf import popularity

WARM_UP_LIVES = 2.0


def hit_ratio(key_rates_per_s: npt.NDArray[np.float64], ttl_s: float, renews_on_read: bool) -> float:
    """Hits over lookups of keys asked for as Poisson processes.

    Renewed on write, a stay of length T sees rate times T hits after one miss: rT / (1 + rT). Renewed on read, a
    lookup hits when the last one was less than T ago: 1 - exp(-rT).
    Source: Jung, Berger and Balakrishnan, INFOCOM 2003.
    """
    lives = key_rates_per_s * ttl_s
    hits = -np.expm1(-lives) if renews_on_read else lives / (1.0 + lives)
    return float((key_rates_per_s * hits).sum() / key_rates_per_s.sum())


def assumptions(facts: CacheFacts) -> list[str]:
    """What these formulas need and this cache lacks."""
    broken = []
    if facts.ttl_s <= 0.0:
        broken.append("keys expire")
    if facts.capacity_items < facts.keys_count:
        broken.append("all keys fit in")
    if not facts.has_one_popularity:
        broken.append("all lookups draw from one law of popularity")
    if not facts.is_undisturbed:
        broken.append("nothing was broken and nothing retried")
    if facts.warm_up_s < WARM_UP_LIVES * facts.ttl_s:
        broken.append("the cache had its usual content when measuring began")
    return broken


def predict(facts: CacheFacts) -> Mapping[str, float]:
    """The hit ratio."""
    rates = popularity(facts.keys_count, facts.zipf_alpha) * facts.lookup_rate_per_s
    return {"hit_ratio": hit_ratio(rates, facts.ttl_s, facts.renews_on_read)}


LAW = CacheLaw(
    "time to live",
    ("every key is asked for as a Poisson process", "the cache is filled at once after a miss"),
    assumptions,
    predict,
)

"""The hit ratio of a cache, bin by bin, with a time to live and fills that may fail.

Least recently used by Che's approximation; FIFO and RANDOM, whose keys stay as long however often they are used, by the
same way of thinking (Martina, Garetto and Leonardi, INFOCOM 2014); LFU as what it comes to, the keys that are asked for
most (their share is also the ceiling of all others). Other policies have no closed form: they are taken for the least
recently used.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from engine.estimate.gamma import Floats

STEPS = 60
LONGEST = 500.0


class Hits(NamedTuple):
    """`ratios` (float64, bins) of hits to lookups of each bin's keys; `life_s` is how long an unused key stays."""

    ratios: Floats
    overall: float
    life_s: float


def hits(
    rates_per_s: Floats,
    counts: Floats,
    capacity_items: int,
    ttl_s: float,
    renews_on_read: bool,
    filled: float,
    eviction: str = "lru",
) -> Hits:
    """Hits where bin b of `counts[b]` equally popular keys is asked for `rates_per_s[b]` times a second in all.

    `filled` is the chance that a miss ends with the key stored. A key stays a mean time L once stored and is stored
    again after 1/(r filled) without it, so its hit ratio is rL / (rL + 1/filled).
    Sources: Che, Tung and Wang, IEEE JSAC 20 (2002); for fills by chance Martina, Garetto and Leonardi, INFOCOM 2014.
    """
    whole = float(rates_per_s.sum())
    if whole <= 0.0 or filled <= 0.0:
        return Hits(np.zeros(len(counts)), 0.0, 0.0)
    rates = rates_per_s / counts
    if eviction == "lfu":
        kept, life_s = _most_asked(rates, counts, capacity_items), math.inf
        visits = _visits_while_stored(rates, life_s, ttl_s, renews_on_read)
    elif eviction in ("fifo", "random"):
        kept, life_s = np.ones(len(counts)), _stay_s(rates, counts, capacity_items, filled)
        visits = _visits_in_a_stay(rates, life_s, ttl_s, renews_on_read)
    else:
        kept, life_s = np.ones(len(counts)), characteristic_s(rates, counts, capacity_items, filled)
        visits = _visits_while_stored(rates, life_s, ttl_s, renews_on_read)
    ratios = kept * (1.0 - 1.0 / (1.0 + filled * visits))
    return Hits(ratios, float((rates_per_s * ratios).sum()) / whole, life_s)


def _most_asked(rates: Floats, counts: Floats, capacity_items: int) -> Floats:
    """Which part of each bin belongs to the keys that are asked for most, as many as fit."""
    order = np.argsort(-rates, kind="stable")
    before = np.cumsum(counts[order]) - counts[order]
    kept = np.zeros(len(counts))
    kept[order] = np.clip((capacity_items - before) / counts[order], 0.0, 1.0)
    return kept


def _stay_s(rates: Floats, counts: Floats, capacity_items: int, filled: float) -> float:
    """How long a key stays that no use keeps: the expected number of stored keys is the capacity."""
    if counts[rates > 0.0].sum() <= capacity_items:
        return math.inf
    low, high = -30.0, 60.0
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        visits = filled * rates * math.exp(middle)
        low, high = (
            (middle, high) if float((counts * visits / (1.0 + visits)).sum()) < capacity_items else (low, middle)
        )
    return math.exp(0.5 * (low + high))


def _visits_in_a_stay(rates: Floats, stay_s: float, ttl_s: float, renews_on_read: bool) -> Floats:
    """Expected requests for a key while it is stored, which no use makes longer than `stay_s`."""
    if stay_s == math.inf:
        return _visits_while_stored(rates, stay_s, ttl_s, renews_on_read)
    if ttl_s <= 0.0:
        return np.asarray(rates * stay_s)
    if renews_on_read:
        return np.asarray(np.minimum(np.expm1(np.minimum(rates * ttl_s, LONGEST)), rates * stay_s))
    return np.asarray(rates * min(ttl_s, stay_s))


def characteristic_s(rates: Floats, counts: Floats, capacity_items: int, filled: float) -> float:
    """How long an unused key stays: the expected number of stored keys is the capacity. Infinite when all keys fit.

    Newton's method from below, where it cannot overshoot because the number stored is concave in the time.
    """
    asked = rates > 0.0
    if counts[asked].sum() <= capacity_items:
        return math.inf
    rates, counts = rates[asked], counts[asked]
    life_s = capacity_items / float((rates * counts).sum()) / filled
    if filled < 1.0:
        return _by_bisection(rates, counts, capacity_items, filled)
    for _ in range(STEPS):
        missing = np.exp(-rates * life_s)
        step = (capacity_items - float((counts * (1.0 - missing)).sum())) / float((counts * rates * missing).sum())
        life_s += step
        if abs(step) <= 1e-10 * life_s:
            break
    return life_s


def _by_bisection(rates: Floats, counts: Floats, capacity_items: int, filled: float) -> float:
    low, high = -30.0, 60.0
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        missing = np.exp(-np.minimum(rates * math.exp(middle), LONGEST))
        stored = filled * (1.0 - missing) / (missing + filled * (1.0 - missing))
        low, high = (middle, high) if float((counts * stored).sum()) < capacity_items else (low, middle)
    return math.exp(0.5 * (low + high))


def _visits_while_stored(rates: Floats, life_s: float, ttl_s: float, renews_on_read: bool) -> Floats:
    """Expected requests for a key from when it is stored until it is gone or has expired.

    Unused keys go after `life_s`: exp(r life) - 1 requests on average. An expiry counted from the write cuts this off:
    the key is sure to be there until `life_s`, then leaves at a nearly constant rate.
    """
    if ttl_s <= 0.0:
        return np.asarray(np.expm1(np.minimum(rates * life_s, LONGEST))) if life_s < math.inf else _for_ever(rates)
    if renews_on_read:
        return np.asarray(np.expm1(np.minimum(rates * min(ttl_s, life_s), LONGEST)))
    if ttl_s <= life_s:
        return np.asarray(rates * ttl_s)
    sure = rates * life_s
    later = np.maximum(np.expm1(np.minimum(sure, LONGEST)) - sure, 1e-300)
    return np.asarray(sure + later * -np.expm1(-rates * (ttl_s - life_s) / later))


def _for_ever(rates: Floats) -> Floats:
    return np.where(rates > 0.0, math.exp(LONGEST), 0.0)

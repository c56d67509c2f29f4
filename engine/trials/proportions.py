"""Two shares compared: the one-sided z test, and how many requests it takes.

Source: the normal approximation to the difference of two binomial shares with the pooled variance; Fleiss, Levin and
Paik, Statistical Methods for Rates and Proportions (2003), sections 3.1 and 4.2.
"""

from __future__ import annotations

import math
from statistics import NormalDist

NORMAL = NormalDist()


def exceeds(failed: int, of: int, failed_before: int, of_before: int) -> float:
    """The one-sided p value of "the first share is greater than the second"; 1 when nothing can be said."""
    if min(of, of_before) == 0 or failed + failed_before == 0:
        return 1.0
    pooled = (failed + failed_before) / (of + of_before)
    variance = pooled * (1.0 - pooled) * (1.0 / of + 1.0 / of_before)
    if variance <= 0.0:
        return 1.0
    z = (failed / of - failed_before / of_before) / math.sqrt(variance)
    return 1.0 - NORMAL.cdf(z)


def requests_needed(share: float, share_before: float, alpha: float, power: float) -> float:
    """Requests of each side with which the test finds the difference with the chance `power`."""
    mean = (share + share_before) / 2.0
    spread = math.sqrt(2.0 * mean * (1.0 - mean))
    spread_found = math.sqrt(share * (1.0 - share) + share_before * (1.0 - share_before))
    size = NORMAL.inv_cdf(1.0 - alpha) * spread + NORMAL.inv_cdf(power) * spread_found
    return (size / (share - share_before)) ** 2


def power_of(of: int, share: float, share_before: float, alpha: float) -> float:
    """The chance that the test finds the difference with `of` requests a side: binomial counts, exact."""
    after, before = _binomial(of, share), _binomial(of, share_before)
    return math.fsum(
        after[failed] * before[failed_before]
        for failed in after
        for failed_before in before
        if exceeds(failed, of, failed_before, of) < alpha
    )


def _binomial(of: int, share: float) -> dict[int, float]:
    """Chances of counts that are worth counting: all but one in 10**12 of them."""
    mean, spread = of * share, math.sqrt(of * share * (1.0 - share))
    low, high = max(int(mean - 8.0 * spread - 8.0), 0), min(int(mean + 8.0 * spread + 12.0), of)
    return {count: _chance(count, of, share) for count in range(low, high + 1)}


def _chance(count: int, of: int, share: float) -> float:
    ways = math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
    return math.exp(ways + count * math.log(share) + (of - count) * math.log1p(-share))

"""Little's law: what is inside is what arrives a second, times how long it stays. It holds for any stable box."""

from __future__ import annotations


def in_system_mean(arrival_rate_per_s: float, latency_s_mean: float) -> float:
    """L = lambda W. Source: Little, Operations Research 9 (1961), 383-387."""
    return arrival_rate_per_s * latency_s_mean


def assumptions(arrivals: int, completions: int, errors: int) -> list[str]:
    """What Little's law needs of a measurement and this one lacks.

    The latency is that of completions, so nothing may have failed; and a box that keeps filling is not stable.
    """
    broken = []
    if errors:
        broken.append("nothing failed: times of failed requests are not in the mean")
    if arrivals < 100:
        broken.append("enough arrived to speak of a mean")
    elif abs(arrivals - completions) > 0.01 * arrivals:
        broken.append("about as much leaves as arrives")
    return broken

"""Fork and join: a request goes to n M/M/1 queues at once and is done when the last of them is."""

from __future__ import annotations


def harmonic(count: int) -> float:
    """H_n = 1 + 1/2 + … + 1/n, the mean of the largest of n exponentials of mean 1."""
    return sum(1.0 / place for place in range(1, count + 1))


def sojourn_s_mean(queues: int, arrival_rate_per_s: float, service_rate_per_s: float) -> float:
    """Mean time until the last of `queues` queues is done: exact for one and two, else Nelson and Tantawi's formula.

    Source: Nelson and Tantawi, IEEE Transactions on Computers 37 (1988), 739-743; within 5 % up to 32 queues.
    """
    assert queues >= 1
    load = arrival_rate_per_s / service_rate_per_s
    alone_s = 1.0 / (service_rate_per_s - arrival_rate_per_s)
    if queues == 1:
        return alone_s
    of_two_s = (12.0 - load) / 8.0 * alone_s
    growth = harmonic(queues) / harmonic(2)
    return (growth + 4.0 / 11.0 * (1.0 - growth) * load) * of_two_s

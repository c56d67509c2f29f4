"""Very many servers, each arrival joining the shorter queue of two drawn: the mean field.

Source: M. Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, IEEE Transactions on Parallel and
Distributed Systems 12 (2001), 1094-1104.
"""

from __future__ import annotations

NEGLIGIBLE = 1e-15


def tail(load: float, depth: int) -> float:
    """The share of servers that hold at least `depth` requests, load^(2^depth - 1)."""
    return float(load ** (2**depth - 1))


def sojourn_services(load: float) -> float:
    """Mean time in the system over the mean service time: the tails from 1 on, over the load (Little's law)."""
    total, depth = 0.0, 1
    while tail(load, depth) > NEGLIGIBLE:
        total += tail(load, depth)
        depth += 1
    return total / load

"""A closed system: a fixed number of users who send, wait for the answer and think."""

from __future__ import annotations

from typing import NamedTuple


class Closed(NamedTuple):
    """Requests a second and mean time in the system."""

    rate_per_s: float
    latency_s: float


def one_server(users: int, think_s: float, service_s: float) -> Closed:
    """Exact for one server with exponential service, by mean value analysis: who arrives sees what there is with one
    user less. Source: Reiser and Lavenberg, Journal of the ACM 27 (1980), 313-322."""
    inside = rate_per_s = latency_s = 0.0
    for present in range(1, users + 1):
        latency_s = service_s * (1.0 + inside)
        rate_per_s = present / (think_s + latency_s)
        inside = rate_per_s * latency_s
    return Closed(rate_per_s, latency_s)


def knee(think_s: float, service_s: float) -> float:
    """The number of users at which both bounds of the rate, N / (Z + S) and 1 / S, meet: (S + Z) / S.

    Source: Denning and Buzen, ACM Computing Surveys 10 (1978).
    """
    return (service_s + think_s) / service_s

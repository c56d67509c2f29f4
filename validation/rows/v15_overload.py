"""V15: the same overload from users who wait and from users who do not."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design, queue
from validation.row import Effort, Row, every
from validation.running import run

SERVICE_S = 0.025
OFFERED = 1.2
USERS = 49
"""They would send 48 a second, 1.2 times what the server can do, if each were answered at once."""


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Both sorts of traffic, once for a while and once for four times as long."""
    short_s = effort.pick(full=600.0, short=200.0)
    return {
        "open": _latency_s(seed, 4.0 * short_s) / _latency_s(seed, short_s),
        "closed": _latency_s(seed, 4.0 * short_s, USERS) / _latency_s(seed, short_s, USERS),
        "closed_latency_s": _latency_s(seed, 4.0 * short_s, USERS),
    }


def _latency_s(seed: int, duration_s: float, users: int = 0) -> float:
    told = {"process": "closed", "users": users, "think_s": 1.0} if users else {"process": "poisson"}
    summary = run(
        design(
            [component("viewers", "traffic_source", **told), queue(service_ms_mean=1000.0 * SERVICE_S)],
            [connection("viewers", "service")],
            rate_per_s=OFFERED / SERVICE_S,
            duration_s=duration_s,
            warm_up_s=0.1 * duration_s,
        ),
        seed,
    )
    return float(summary["components"]["service"]["latency_s"]["mean"])


ROW = Row(
    number="V15",
    section="3A",
    title="Overload: an open loop has no bound, a closed one has",
    setup="One server of 25 ms, offered 1.2 times what it can do; latency of a run over that of one a quarter as long.",
    source="Schroeder, Wierman and Harchol-Balter, Open Versus Closed (NSDI 2006).",
    checks=(
        every("open", "open loop: latency grows with the length of the run", low=3.0, expected=4.0),
        every("closed", "closed loop: it does not", low=0.7, high=1.4, expected=1.0),
        every(
            "closed_latency_s",
            "closed loop: it stays below that of all users in the queue",
            high=USERS * SERVICE_S,
            unit="s",
        ),
    ),
    measure=measure,
    gate=True,
)

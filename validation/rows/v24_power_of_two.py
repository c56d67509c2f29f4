"""V24: two choices among very many servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.theory import two_choices
from validation.designs import connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

SERVERS, SERVICE_S = 500, 0.02


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Times in units of a service time."""
    duration_s = effort.pick(full=60.0, short=20.0)
    high = _run(seed, 0.9, "choice_of_two", duration_s)
    found = {
        "mean_90": high["latency_s"]["mean"] / SERVICE_S,
        "random_90": _run(seed, 0.9, "random", 4.0 * duration_s)["latency_s"]["mean"] / SERVICE_S,
        "mean_99": _run(seed, 0.99, "choice_of_two", 2.0 * duration_s)["latency_s"]["mean"] / SERVICE_S,
    }
    return {**found, **{f"tail_{depth}": share for depth, share in enumerate(high["imbalance"]["shares"], start=1)}}


def _run(seed: int, load: float, balancing: str, duration_s: float) -> dict[str, Any]:
    servers = queue(instances=SERVERS, service_ms_mean=1000.0 * SERVICE_S)
    found: dict[str, Any] = run(
        design(
            [servers],
            [connection("viewers", "service", balancing=balancing)],
            rate_per_s=load * SERVERS / SERVICE_S,
            duration_s=duration_s,
            warm_up_s=0.5 * duration_s,
        ),
        seed,
    )["components"]["service"]
    return found


ROW = Row(
    number="V24",
    section="3B",
    title="Power of two choices",
    setup="500 servers of 20 ms exponential at loads of 0.9 and 0.99; each arrival looks at two of them, or at none.",
    source="Mitzenmacher, IEEE Transactions on Parallel and Distributed Systems 12 (2001), 1094-1104:"
    " s_i = load^(2^i - 1).",
    checks=(
        near("mean_90", "mean time over service, load 0.9", two_choices.sojourn_services(0.9), ratio=0.04),
        near("mean_99", "mean time over service, load 0.99", two_choices.sojourn_services(0.99), ratio=0.10),
        near("random_90", "the same at random, load 0.9", 10.0, ratio=0.04),
        *(
            near(f"tail_{depth}", f"share of servers with {depth} or more", two_choices.tail(0.9, depth), ratio=0.04)
            for depth in (1, 2, 3, 4)
        ),
        near("tail_5", "share of servers with 5 or more", two_choices.tail(0.9, 5), ratio=0.10),
    ),
    measure=measure,
    short_seeds=2,
)

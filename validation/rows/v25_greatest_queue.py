"""V25: how the greatest queue grows with the number of servers."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import connection, design, queue
from validation.row import Effort, Row, every
from validation.running import run

SERVICE_S, LOAD = 0.1, 0.7
FEW, MANY = 100, 10_000


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The mean over frames of the greatest number of requests that a server holds."""
    duration_s = effort.pick(full=80.0, short=30.0)
    found: dict[str, float] = {}
    for rule in ("choice_of_two", "random"):
        few, many = (_greatest(seed, duration_s, rule, servers) for servers in (FEW, MANY))
        found |= {f"{rule}_few": few, f"{rule}_many": many, f"{rule}_growth": many - few}
    return found


def _greatest(seed: int, duration_s: float, rule: str, servers: int) -> float:
    told = design(
        [queue(instances=servers, service_ms_mean=1000.0 * SERVICE_S)],
        [connection("viewers", "service", balancing=rule)],
        rate_per_s=LOAD * servers / SERVICE_S,
        duration_s=duration_s,
        warm_up_s=0.25 * duration_s,
    )
    return float(run(told, seed)["components"]["service"]["imbalance"]["greatest"])


ROW = Row(
    number="V25",
    section="3B",
    title="The greatest queue of two choices grows like ln ln n",
    setup="100 and 10 000 servers of 100 ms exponential at load 0.7; the greatest queue when frames end.",
    source="Luczak and McDiarmid, Annals of Probability 34 (2006), 493-527. From 100 to 10 000 servers ln ln n / ln 2"
    " grows by 1.0, and ln n / ln (1 / load), the greatest of n geometric queues, by 12.9.",
    checks=(
        every("choice_of_two_growth", "growth with two choices", low=0.0, high=2.0, expected=1.0),
        every("random_growth", "growth at random", low=8.0, high=18.0, expected=12.9),
        every("choice_of_two_many", "greatest of 10 000 with two choices", high=6.0),
        every("random_many", "greatest of 10 000 at random", low=18.0),
    ),
    measure=measure,
    seeds=5,
    short_seeds=1,
)

"""V14: a fixed number of users who wait for their answers."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import closed
from validation.designs import component, connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

THINK_S, SERVICE_S = 1.0, 0.025
USERS = (10, 41, 50, 82, 164)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run for each number of users."""
    duration_s = effort.pick(full=2_000.0, short=1_500.0)
    found: dict[str, float] = {}
    for users in USERS:
        people = component("viewers", "traffic_source", process="closed", users=users, think_s=THINK_S)
        summary = run(
            design(
                [people, queue(service_ms_mean=1000.0 * SERVICE_S)],
                [connection("viewers", "service")],
                rate_per_s=0.0,
                duration_s=duration_s,
                warm_up_s=50.0,
            ),
            seed,
        )
        row = summary["components"]["service"]
        found[f"rate_{users}"] = row["completions"] / (duration_s - 50.0)
        found[f"latency_{users}"] = row["latency_s"]["mean"]
    found["growth"] = (found["latency_164"] - found["latency_82"]) / (164 - 82)
    return found


_EXACT = {users: closed.one_server(users, THINK_S, SERVICE_S) for users in USERS}

ROW = Row(
    number="V14",
    section="3A",
    title="Closed system: the rate is bounded by users and by the server",
    setup="10 to 164 users who think 1 s (exponential) before one server of 25 ms; the knee lies at 41 users.",
    source="Denning and Buzen, ACM Computing Surveys 10 (1978), asymptotic bounds; exact values by mean value analysis"
    " (Reiser and Lavenberg 1980).",
    checks=(
        *(
            near(f"rate_{users}", f"requests/s of {users} users", _EXACT[users].rate_per_s, ratio=0.04)
            for users in USERS
        ),
        near("latency_82", "mean latency of 82 users", _EXACT[82].latency_s, ratio=0.04, unit="s"),
        near("latency_164", "mean latency of 164 users", _EXACT[164].latency_s, ratio=0.04, unit="s"),
        near("growth", "latency that each user adds past the knee", SERVICE_S, ratio=0.04, unit="s"),
    ),
    measure=measure,
    gate=True,
    note="The rate at the knee itself is 35.9/s: the bounds meet there, and random thinking stays below them."
    " At 50 users it is 39.3/s, at 82 the table's 40/s.",
)

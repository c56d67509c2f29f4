"""V89: tokens that the edge can check by itself."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

LOCAL = 0.95


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A usual run and one in which all tokens have expired."""
    duration_s = effort.pick(full=600.0, short=200.0)
    usual, storm = (_auth_share(_design(chance, duration_s), seed) for chance in (1.0 - LOCAL, 1.0))
    return {"usual": usual, "storm": storm / usual}


def _auth_share(design: Design, seed: int) -> float:
    """Requests at the auth service over those at the gateway."""
    components = run(design, seed)["components"]
    return float(components["auth"]["arrivals"] / components["gateway"]["arrivals"])


def _design(auth_chance: float, duration_s: float) -> Design:
    roomy = {"slots": 1_000, "distribution": "constant"}
    return design(
        [queue("gateway", **roomy, service_ms_mean=1.0), queue("auth", **roomy, service_ms_mean=20.0)],
        [connection("viewers", "gateway"), connection("gateway", "auth", probability=round(auth_chance, 9))],
        rate_per_s=1_000.0,
        duration_s=duration_s,
    )


ROW = Row(
    number="V89",
    section="3F",
    title="Validation of tokens at the edge keeps auth at a twentieth of the traffic",
    setup="A gateway that asks auth for the 5 % of requests whose token it cannot check; then for all of them.",
    source="Calculation: 1 - 0.95; all tokens expired at once ask twenty times as much.",
    checks=(
        near("usual", "requests at auth over those at the gateway", 1.0 - LOCAL, ratio=0.03),
        near("storm", "how many times as many when all tokens have expired", 1.0 / (1.0 - LOCAL), ratio=0.03),
    ),
    measure=measure,
    note="Local validation is the probability of the call to auth; the storm is the same design with that set to 1.",
)

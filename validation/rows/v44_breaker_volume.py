"""V44: a circuit breaker needs volume."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import component, connection, design
from validation.row import Effort, Row, exact
from validation.running import run


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run."""
    chosen = design(
        [component("viewers", "traffic_source", process="even"), component("service", error_ratio=1.0)],
        [connection("viewers", "service", policies={"circuit_breaker": {}})],
        rate_per_s=1.5,
        duration_s=effort.pick(full=3_600.0, short=600.0),
    )
    return {"opened": run(chosen, seed)["connections"]["viewers-service"]["policies"]["breaker_opened"]}


ROW = Row(
    number="V44",
    section="3C",
    title="A circuit breaker needs volume",
    setup="1.5 requests a second, evenly, all of which fail; a breaker with the defaults of Hystrix.",
    source="15 attempts in a window of 10 s lie below the least volume of 20 (Hystrix).",
    checks=(exact("opened", "times it opened", 0.0),),
    measure=measure,
    seeds=1,
    short_seeds=1,
    note="With Poisson arrivals of the same rate a window holds 20 now and then, and the breaker opens.",
)

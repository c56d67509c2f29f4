"""Circuit breaker: after too many failures the callee is left alone for a while."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

BUCKETS = 10
HYSTRIX = "Default of Hystrix, Netflix's library of 2012."


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """A window of ten buckets, and integers for shares."""
    row.rule("gated")
    row.write(
        breaker_bucket_ns=round(float(parameters["window_s"]) * 1e9 / BUCKETS),
        breaker_volume=int(parameters["min_volume"]),
        breaker_failures=round(float(parameters["error_pct"]) * 100.0),
        breaker_sleep_ns=round(float(parameters["sleep_ms"]) * 1e6),
    )


POLICY = PolicyType(
    name="circuit_breaker",
    label="Circuit breaker",
    help="Opens when too many attempts of the last seconds have failed: calls then fail at once instead of burdening "
    "the callee. After a sleep one call tries whether it is well again.",
    parameters=(
        Parameter(
            "window_s",
            "Window",
            "number",
            10.0,
            "How far back attempts are counted, in ten steps.",
            unit="s",
            low=1.0,
            high=300.0,
            source=HYSTRIX,
        ),
        Parameter(
            "min_volume",
            "Least volume",
            "count",
            20,
            "With fewer attempts in the window it never opens.",
            unit="count",
            low=1,
            high=10_000,
            source=HYSTRIX,
        ),
        Parameter(
            "error_pct",
            "Failures",
            "number",
            50.0,
            "It opens when at least this many of a hundred attempts in the window have failed.",
            unit="%",
            low=1.0,
            high=100.0,
            source=HYSTRIX,
        ),
        Parameter(
            "sleep_ms",
            "Sleep",
            "number",
            5_000.0,
            "How long it stays open before one call may try.",
            unit="ms",
            low=100.0,
            high=600_000.0,
            source=HYSTRIX,
        ),
    ),
    lower=lower,
)

"""Adaptive throttling: a client refuses by itself what its callee would refuse."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

BUCKETS = 10
SRE = "B. Beyer et al., Site Reliability Engineering, 2016, chapter 21."


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """A window of ten buckets."""
    row.rule("gated")
    row.write(
        throttle_bucket_ns=round(float(parameters["window_s"]) * 1e9 / BUCKETS),
        throttle_k=float(parameters["k"]),
    )


POLICY = PolicyType(
    name="adaptive_throttle",
    label="Adaptive throttle",
    help="Refuses calls by chance as soon as the callee answers fewer than one in K of them well, so that an "
    "overloaded callee is asked about K times as often as it can answer, not more.",
    parameters=(
        Parameter(
            "k",
            "K",
            "number",
            2.0,
            "Calls that are sent for each that is answered well.",
            unit="x",
            low=1.0,
            high=10.0,
            source=SRE,
        ),
        Parameter(
            "window_s",
            "Window",
            "number",
            120.0,
            "How far back calls are counted, in ten steps.",
            unit="s",
            low=1.0,
            high=3_600.0,
            source=SRE,
        ),
    ),
    lower=lower,
)

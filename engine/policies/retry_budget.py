"""Retry budget: retries may add a small share to the load, never multiply it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

MILLIONTHS = 1e6


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """A bucket of tokens, counted in millionths."""
    row.rule("gated")
    row.write(
        budget_deposit=round(float(parameters["ratio"]) * MILLIONTHS),
        budget_ceiling=round(float(parameters["burst"]) * MILLIONTHS),
    )


POLICY = PolicyType(
    name="retry_budget",
    label="Retry budget",
    help="Lets retries add at most this share to the calls: each first attempt pays a part of a token, each retry "
    "costs a whole one, and without a token the call fails instead of being tried again.",
    parameters=(
        Parameter(
            "ratio",
            "Ratio",
            "number",
            0.1,
            "Retries allowed for each first attempt.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="B. Beyer et al., Site Reliability Engineering, 2016, chapter 21: 10 % a client.",
        ),
        Parameter(
            "burst",
            "Burst",
            "count",
            10,
            "Most tokens that are kept; there are as many at the start.",
            unit="count",
            low=1,
            high=10_000,
            source="Choice of Backlot: a second of retries at 100 calls a second.",
        ),
    ),
    lower=lower,
)

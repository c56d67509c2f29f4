"""Rate limit: a bucket of tokens that fills with time."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

THOUSANDTHS, LEVEL_OF_A_TOKEN = 1_000, 10**12


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """Whole thousandths of a call a second."""
    row.rule("gated")
    row.write(
        rate=round(float(parameters["rate_per_s"]) * THOUSANDTHS),
        rate_ceiling=int(parameters["burst"]) * LEVEL_OF_A_TOKEN,
    )


POLICY = PolicyType(
    name="rate_limit",
    label="Rate limit",
    help="Lets so many calls a second pass and refuses the others at once: tokens drip into a bucket at this rate, and "
    "each call takes one.",
    parameters=(
        Parameter(
            "rate_per_s",
            "Rate",
            "number",
            100.0,
            "Calls a second that may pass in the long run.",
            unit="1/s",
            low=0.001,
            high=1_000_000.0,
            source="Choice of Backlot: a small client.",
        ),
        Parameter(
            "burst",
            "Burst",
            "count",
            20,
            "Most tokens that are kept: so many calls may pass at once after a pause, and at the start.",
            unit="count",
            low=1,
            high=1_000_000,
            source="Choice of Backlot: a fifth of a second of the rate.",
        ),
    ),
    lower=lower,
)

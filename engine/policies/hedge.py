"""Hedging: a call that takes long is sent once more, and the first good answer counts."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

MILLIONTHS = 1e6


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """A wait, or a percentile to be followed, and a cap."""
    row.rule("teamed")
    row.write(
        hedge_after_ns=round(float(parameters["after_ms"]) * 1e6),
        hedge_millionths=round(float(parameters["after_percentile"]) * MILLIONTHS / 100.0),
        hedge_cap=round(float(parameters["cap_ratio"]) * MILLIONTHS),
        hedge_cancels=int(parameters["cancel_loser"]),
    )


POLICY = PolicyType(
    name="hedge",
    label="Hedged calls",
    help="Sends a call once more when it takes longer than most, and takes the first good answer. Only for calls that "
    "may be made twice.",
    parameters=(
        Parameter(
            "after_percentile",
            "After percentile",
            "number",
            95.0,
            "Hedges calls that take longer than so many of a hundred, as measured on this connection.",
            unit="%",
            low=50.0,
            high=99.9,
            source="J. Dean, L. A. Barroso, The Tail at Scale, 2013: the 95th percentile.",
        ),
        Parameter(
            "after_ms",
            "After",
            "number",
            0.0,
            "Hedges calls that take longer than this instead; 0 follows the percentile.",
            unit="ms",
            low=0.0,
            high=60_000.0,
            source="Choice of Backlot: the percentile is followed.",
            advanced=True,
        ),
        Parameter(
            "cap_ratio",
            "Cap",
            "number",
            0.05,
            "Hedges at most so many of the calls.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="J. Dean, L. A. Barroso, The Tail at Scale, 2013: about 5 % more load.",
        ),
        Parameter(
            "cancel_loser",
            "Cancel the loser",
            "flag",
            True,
            "Tells the callee of the slower one that its answer is needed no more.",
            source="J. Dean, L. A. Barroso, The Tail at Scale, 2013: tied requests.",
        ),
    ),
    lower=lower,
)

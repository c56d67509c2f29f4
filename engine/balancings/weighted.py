"""At random, the first instances with another weight than the others."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="weighted",
    label="Weighted",
    help=(
        "At random, the first instances with another weight than the others; the weights are a policy of the "
        "connection."
    ),
    for_calls=True,
)

"""Two instances are drawn, and the less loaded one wins."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="choice_of_two",
    label="Choice of two",
    help=(
        "Two instances are drawn, and the less loaded one wins: nearly as good as looking at all, and callers "
        "with old news do not all run to the same one."
    ),
)

"""As choice of two, adding what the last answer told of busy slots."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="choice_of_two_utilisation",
    label="Choice of two with utilisation",
    help=(
        "As choice of two, adding to what is outstanding how many slots were busy when the instance last "
        "answered this caller."
    ),
    for_calls=True,
)

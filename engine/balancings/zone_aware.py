"""The better of two drawn from the caller's own zone, or from all while nobody there can take it."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="zone_aware",
    label="Zone aware",
    help="The better of two drawn from the caller's own zone, or from all while nobody there can take it.",
    for_calls=True,
)

"""The key decides, on a ring of many points for each instance."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="consistent_hash",
    label="Consistent hash",
    help="The key decides, on a ring of many points for each instance: when one is gone, only its keys move.",
    for_calls=True,
)

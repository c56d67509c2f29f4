"""Any instance, each with the same chance."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="random",
    label="Random",
    help="Any instance, each with the same chance.",
)

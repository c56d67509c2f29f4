"""The instance with the least work that waits, is served or calls others."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="least_outstanding",
    label="Least outstanding",
    help="The instance with the least work that waits, is served or calls others.",
)

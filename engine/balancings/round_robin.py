"""One after another, in turn."""

from __future__ import annotations

from engine.design.kinds import BalancingType

BALANCING = BalancingType(
    name="round_robin",
    label="Round robin",
    help="One after another, in turn; every caller keeps its own turn.",
)

"""The key that was asked for least since the run began; good while tastes do not change."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="lfu",
    label="Least frequently used",
    help="The key that was asked for least since the run began; good while tastes do not change.",
    source="Textbook, with perfect counts.",
)

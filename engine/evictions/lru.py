"""The key whose last use is longest ago."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="lru",
    label="Least recently used",
    help="The key whose last use is longest ago.",
    source="Textbook.",
)

"""The key that came first; uses change nothing."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="fifo",
    label="First in, first out",
    help="The key that came first; uses change nothing.",
    source="Textbook.",
)

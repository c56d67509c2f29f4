"""First in, first out, but a key that was used goes round once more."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="clock",
    label="Clock",
    help="First in, first out, but a key that was used goes round once more.",
    source="Corbato 1968.",
)

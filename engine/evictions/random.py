"""Any key, by lot."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="random",
    label="Random",
    help="Any key, by lot.",
    source="Textbook; in the long run as good as FIFO (Gast and Van Houdt 2015).",
)

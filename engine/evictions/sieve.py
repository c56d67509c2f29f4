"""A hand passes from old to new and takes the first key that was not used since it last came by; nobody moves."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="sieve",
    label="SIEVE",
    help="A hand passes from old to new and takes the first key that was not used since it last came by; nobody moves.",
    source="Zhang et al., NSDI 2024.",
)

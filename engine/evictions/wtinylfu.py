"""A newcomer stays only if it was asked for more often of late than the key that would have to go."""

from __future__ import annotations

from engine.design.kinds import EvictionType

EVICTION = EvictionType(
    name="wtinylfu",
    label="W-TinyLFU",
    help="A newcomer stays only if it was asked for more often of late than the key that would have to go.",
    source="Einziger, Friedman and Manes 2017.",
)

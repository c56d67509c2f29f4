"""Refresh ahead (soft time to live)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import StampedeType
from engine.design.model import Value


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """Refreshes that begin before the end."""
    return {
        "lease_s": float(parameters["lease_s"]),
        "refreshes": True,
        "ahead": 1.0 - float(parameters["soft_ttl_ratio"]),
    }


STAMPEDE = StampedeType(
    name="soft_ttl",
    label="Refresh ahead (soft time to live)",
    help=(
        "The first reader after the soft time to live starts a refresh that nobody waits for; all get the answer that "
        "is there. A key that nobody reads in between ends as any other."
    ),
    source="Caffeine and Guava call it refreshAfterWrite.",
    columns=columns,
)

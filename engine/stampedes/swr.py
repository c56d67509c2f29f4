"""Stale while revalidate."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import StampedeType
from engine.design.model import Value


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """Refreshes that begin at the end, and old answers meanwhile."""
    return {
        "lease_s": float(parameters["lease_s"]),
        "refreshes": True,
        "stale_s": float(parameters["stale_s"]),
    }


STAMPEDE = StampedeType(
    name="swr",
    label="Stale while revalidate",
    help=(
        "The first reader after the time to live starts a refresh that nobody waits for; all get the old answer, "
        "while it is not older than stated."
    ),
    source="RFC 5861, section 3.",
    columns=columns,
)

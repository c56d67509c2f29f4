"""Coalescing, old answers meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import StampedeType
from engine.design.model import Value


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """A lease, and others that take what is old."""
    return {
        "lease_s": float(parameters["lease_s"]),
        "waits": True,
        "stale_s": float(parameters["stale_s"]),
    }


STAMPEDE = StampedeType(
    name="coalesce_stale",
    label="Coalescing, old answers meanwhile",
    help=(
        "Who misses first gets a lease and rebuilds the key; the others get the old answer while it is not older than "
        "stated, and wait otherwise."
    ),
    source="Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, section 3.2.1: stale values.",
    columns=columns,
)

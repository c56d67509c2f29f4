"""Coalescing."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import StampedeType
from engine.design.model import Value


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """A lease, and others that wait."""
    return {"lease_s": float(parameters["lease_s"]), "waits": True}


STAMPEDE = StampedeType(
    name="coalesce",
    label="Coalescing",
    help=(
        "Who misses first gets a lease and rebuilds the key; the others wait at the cache until it is there, or the "
        "lease is over."
    ),
    source="Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, section 3.2.1.",
    columns=columns,
)

"""Nothing."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import StampedeType
from engine.design.model import Value


def columns(parameters: Mapping[str, Value]) -> Mapping[str, float]:
    """Nothing is guarded."""
    del parameters
    return {}


STAMPEDE = StampedeType(
    name="none",
    label="Nothing",
    help=("Everybody who misses a key rebuilds it: as many at once as ask for it while it is being rebuilt."),
    source="What a cache does that knows nothing of its callers.",
    columns=columns,
)

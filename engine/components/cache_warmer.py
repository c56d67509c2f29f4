"""Cache warmer: fills the empty shards of caches before those who miss do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component, rows


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How many dumps it made; the caches say how many keys were brought to them."""
    dumps = (row.get("controller") or {}).get("dumps", 0)
    if not dumps:
        return ()
    made = "one dump" if dumps == 1 else f"{dumps:,} dumps"
    return [Finding(component.id, "notice", f"{component.label} made {made}.")]


COMPONENT = ComponentType(
    name="cache_warmer",
    label="Cache warmer",
    family="control",
    help="Fills shards of the caches that its arrows lead to when they come up empty, before those who miss do: from a "
    "dump of what they held some time ago, or from another replica.",
    parameters=(
        Parameter(
            "source",
            "Brings",
            "choice",
            "dump",
            "dump: what the cache held when the last dump was made, as far as that is still believed. replica: what "
            "another replica of the cache holds now.",
            choices=("dump", "replica"),
            source="Both ways are told of by the Netflix Technology Blog (Cache warming, 2018).",
        ),
        Parameter(
            "copy_per_s",
            "Keys a second",
            "number",
            5_000.0,
            "How many keys every shard gets in a second, the smallest numbers first.",
            unit="1/s",
            low=1.0,
            high=1_000_000.0,
            source="Choice of Backlot: an empty shard of the default size is full within a second.",
        ),
        Parameter(
            "dump_every_s",
            "Time between dumps",
            "number",
            15.0,
            "How long it takes from one dump to the next; none is made while shards are down or still being filled.",
            unit="s",
            low=1.0,
            high=86_400.0,
            source="Choice of Backlot: often enough for a run of minutes.",
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="cache_warmer",
    controls=("cache",),
)

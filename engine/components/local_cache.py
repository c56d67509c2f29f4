"""In-process cache: keys in the memory of whoever calls it, one copy for each of its instances (look-aside)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import keys, station
from engine.design.findings import explain_cache
from engine.design.kinds import ComponentType, Finding
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """Copies of keys; no servers of its own."""
    keys.lower_cache(component, rows, looks_aside=True, lookup_s=float(component.parameters["hit_ms_mean"]) / 1000.0)


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How often a copy had the answer."""
    return explain_cache(component, row)


COMPONENT = ComponentType(
    name="local_cache",
    label="In-process cache",
    family="storage",
    help="Keys in the memory of the component that calls it: every instance has a copy, and loses it when it restarts.",
    parameters=(
        keys.capacity_items(
            500,
            "Keys that fit into each copy.",
            "Choice of Backlot: what a process can spare beside its work.",
        ),
        keys.eviction(),
        keys.ttl_s(600.0),
        keys.renews_on(),
        *keys.guarding(),
        station.time_ms(
            "hit_ms_mean",
            "Lookup time",
            0.01,
            "Time of one lookup, always the same.",
            "Choice of Backlot: ten microseconds for a lookup in memory, locks and copying included.",
        ),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    connection_kind="lookup",
    mechanisms=("cache",),
)

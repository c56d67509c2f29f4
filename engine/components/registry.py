"""Service registry: the list from which callers know the instances of the components that its arrows lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import time_s
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import Rows

EUREKA = "Default of Netflix's Eureka."


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests: callers ask it in the background and keep what it said."""
    del component
    rows.role("registry")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How long callers took to learn of deaths, and whether it had to hold back."""
    told = row.get("controller") or {}
    found = []
    if told.get("detected"):
        count = told["detected"]
        text = (
            f"Callers learnt from {component.label} of {count:,} dead instance{'' if count == 1 else 's'}, on average"
            f" {told['detection_s_mean']:.3g} s after the death; until then they went on calling."
        )
        found.append(Finding(component.id, "warning", text))
    if told.get("protected_sweeps"):
        text = (
            f"{component.label} evicted nobody in {told['protected_sweeps']:,} sweeps, because too few renewals came"
            " (self-preservation): the dead stayed listed."
        )
        found.append(Finding(component.id, "warning", text))
    if told.get("lost_living"):
        text = f"{component.label} took {told['lost_living']:,} instances off the list that were alive."
        found.append(Finding(component.id, "warning", text))
    return found or [Finding(component.id, "good", f"Nobody died without a word at {component.label}.")]


PARAMETERS = (
    time_s("heartbeat_s", "Heartbeat every", 30.0, 1.0, 60.0, "How often an instance renews its lease.", EUREKA),
    time_s("lease_s", "Lease", 90.0, 3.0, 300.0, "How long an instance stays registered without a heartbeat.", EUREKA),
    Parameter(
        "lease_doubling",
        "Leases last twice as long",
        "flag",
        True,
        "The published code adds the length of a lease twice, and says so in a comment; switched off, it lasts as "
        "long as it says.",
        source="Lease.java of Eureka.",
    ),
    time_s("evict_sweep_s", "Sweep every", 60.0, 1.0, 300.0, "How often leases that ran out are evicted.", EUREKA),
    time_s(
        "server_cache_s", "Cache of the server", 30.0, 0.0, 180.0, "How old its answers may be; 0: no cache.", EUREKA
    ),
    time_s("client_fetch_s", "Callers fetch every", 30.0, 1.0, 300.0, "How often callers ask for the list.", EUREKA),
    Parameter(
        "self_preservation",
        "Self-preservation below",
        "number",
        0.85,
        "Nobody is evicted while fewer renewals came within the last minute than this share of those expected: then "
        "the network is more likely at fault. 0 switches it off. One of three is already too many.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source=EUREKA,
    ),
    Parameter(
        "graceful_deregister",
        "Stopped instances deregister",
        "flag",
        True,
        "An instance that is stopped on purpose tells the registry, and serves on until callers have heard of it. "
        "Switched off, it stops at once and stays listed like a dead one.",
        source="Usual good practice.",
    ),
)

COMPONENT = ComponentType(
    name="registry",
    label="Service registry",
    family="control",
    help="Callers of the components that its arrows lead to know instances from its list: they learn late of those "
    "that died, and late of new ones.",
    parameters=PARAMETERS,
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="registry",
    controls=("station",),
    mechanisms=("registry",),
    price=Price(component_per_h=0.2),
)

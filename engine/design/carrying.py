"""Parameters and findings that edges and origins share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.design.amounts import count
from engine.design.carriers import BOTH, SEGMENTS, TITLES, CarrierPlan
from engine.design.findings import BUSY, WARM, share_for_people
from engine.design.kinds import Finding, Parameter
from engine.design.model import Component

SHEET = "Parameter sheet of Backlot; see docs/engine/dataplane.md."
KEEPS = {"push": TITLES, "pull": SEGMENTS, "hybrid": BOTH}


def site_parameters(storage_tb: float, serve_gbps: float, rtt_ms: float) -> tuple[Parameter, ...]:
    """What a site of appliances has."""
    return (
        count("appliances", "Appliances", 3, 1, 200, "They share titles and load.", SHEET),
        Parameter(
            *("storage_tb", "Storage", "number", storage_tb, "Of one appliance."),
            unit="TB",
            low=0.001,
            high=2_000.0,
            source=SHEET,
        ),
        Parameter(
            *("serve_gbps", "Serves", "number", serve_gbps, "What one appliance could send at most."),
            unit="Gbit/s",
            low=0.01,
            high=2_000.0,
            source=SHEET,
        ),
        Parameter(
            *("usable", "Usable", "number", 0.8, "Which part of that is used in practice."),
            unit="ratio",
            low=0.1,
            high=1.0,
            source=SHEET,
        ),
        rtt(rtt_ms),
        Parameter(
            *("hold_at_edge", "Holds requests", "flag", True),
            "Who asks for what is just fetched waits for it; off: each of them asks behind it.",
            source=SHEET,
            advanced=True,
        ),
        Parameter(
            *("fill", "Filled by", "choice", "push", "How titles come to lie here."),
            choices=tuple(KEEPS),
            source=SHEET,
            said={
                "push": ("Push", "The most popular titles were brought in before; it serves nothing else."),
                "pull": ("Pull", "It begins empty, fetches what it misses, and keeps what was asked for last."),
                "hybrid": ("Both", "Nine tenths of the disks as with push, the rest as with pull."),
            },
        ),
    )


def rtt(default: float) -> Parameter:
    """How far away it is."""
    text = "Round trip from the viewers; links that are drawn between come on top."
    return Parameter("rtt_ms", "Distance", "number", default, text, "ms", 0.1, 400.0, source=SHEET)


def site(component: Component, *, is_near: bool) -> CarrierPlan:
    """A site of appliances as a carrier."""
    given = component.parameters
    appliances = int(given["appliances"])
    return CarrierPlan(
        component.id,
        gbps=appliances * float(given["serve_gbps"]) * float(given["usable"]),
        keeps=KEEPS[str(given["fill"])],
        rtt_ms=float(given["rtt_ms"]),
        appliances=appliances,
        storage_gb=1_000.0 * float(given["storage_tb"]),
        is_near=is_near,
        holds=bool(given["hold_at_edge"]),
    )


def explain_carrier(component: Component, row: Mapping[str, Any]) -> list[Finding]:
    """How much went through, how full it was, and how much of it a tier had itself."""
    told = row.get("controller") or {}
    if not told.get("gb"):
        return [Finding(component.id, "notice", f"No bytes went through {component.label}.")]
    use = told["utilisation"]
    severity = "critical" if use >= BUSY else "warning" if use >= WARM else "good"
    text = f"{component.label} carried {told['gb']:,.4g} GB, {told['gbps']:.3g} Gbit/s on average:"
    found = [Finding(component.id, severity, f"{text} {share_for_people(use)} of what it can.")]
    ratio = told.get("byte_hit_ratio")
    if ratio is not None:
        text = f"{component.label} had {share_for_people(ratio)} of the bytes that were asked of it."
        found.append(Finding(component.id, "good" if ratio >= MOST else "notice", text))
    return found


MOST = 0.9
"""Share of bytes from which an edge does what it is for."""

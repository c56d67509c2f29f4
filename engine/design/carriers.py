"""What carries the bytes of viewers, as plans."""

from __future__ import annotations

from dataclasses import dataclass

HOPS = 8
"""Links that a path may cross: those that are drawn, what tiers serve, and the own link of the viewers."""


@dataclass(frozen=True, slots=True)
class CarrierPlan:
    """What carries bytes: a link, which keeps nothing and passes them on, or a tier, which serves what it holds.

    `gbps` is what its `appliances` carry together. `keeps` is one of KEEPS. `rtt_ms` of a tier is counted from the
    viewers, that of a link is added to it. `storage_gb` is that of one appliance. `is_near`: it stands in the network
    of its viewers. Prices are credits for a GB that it carried.
    """

    id: str
    gbps: float
    keeps: str
    rtt_ms: float = 0.0
    first_byte_ms: float = 0.0
    appliances: int = 1
    storage_gb: float = 0.0
    is_near: bool = False
    credits_per_gb: float = 0.0


NOTHING, TITLES, SEGMENTS, BOTH, EVERYTHING = KEEPS = ("nothing", "titles", "segments", "both", "everything")
"""What a carrier keeps: nothing, titles that were pushed, segments that were asked for, both of them, everything."""

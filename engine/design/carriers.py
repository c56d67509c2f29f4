"""What carries the bytes of viewers, as plans."""

from __future__ import annotations

from dataclasses import dataclass

HOPS = 8
"""Links that a path may cross: those that are drawn, what tiers serve, and the own link of the viewers."""


SPOILT_FROM, SLOW_FROM = 10.0, 100.0
"""What a failure tells a live origin: pipelines that are lost; from here on the share of segments that is bad besides;
and the seconds by which everything comes late."""


@dataclass(frozen=True, slots=True)
class LivePlan:
    """What a live origin sends: segments of `segment_s` that can be had `delay_s` after they end, made by `pipelines`
    side by side. The first one that is there makes them; a segment of it that is bad (`defect_ratio`), or that does not
    come, is taken from the next one `failover_s` later, and is missing when all are bad.

    Who asks for a segment that is late waits if it `holds`, else asks again after `retry_s`. While more than
    `busy_ratio` of the egress is used, those who read what is older than `past_s` are sent away for `throttle_s`.
    """

    segment_s: float = 2.0
    delay_s: float = 1.0
    pipelines: int = 2
    defect_ratio: float = 0.001
    failover_s: float = 0.5
    holds: bool = True
    retry_s: float = 1.0
    past_s: float = 30.0
    busy_ratio: float = 0.9
    throttle_s: float = 5.0


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
    holds: bool = True
    """Who asks for a segment that is under way waits for it; otherwise it is asked for once more."""
    live: LivePlan | None = None
    """What it sends is made while it is watched."""
    asks: bool = False
    """For every segment that it misses it asks the control plane."""


NOTHING, TITLES, SEGMENTS, BOTH, EVERYTHING = KEEPS = ("nothing", "titles", "segments", "both", "everything")
"""What a carrier keeps: nothing, titles that were pushed, segments that were asked for, both of them, everything."""


@dataclass(frozen=True, slots=True)
class SteeringPlan:
    """Who ranks the tiers that viewers may ask: every `refresh_s`, by how near they are, how much of what they can
    serve is free, and how much of what is watched they hold; the best `candidates` are told. A tier is known to be
    dead, or well again, at the next `heartbeat_s`."""

    refresh_s: float = 60.0
    heartbeat_s: float = 60.0
    candidates: int = 16
    proximity: float = 1.0
    load: float = 0.0
    content: float = 0.0


@dataclass(frozen=True, slots=True)
class FillPlan:
    """Who chose the titles that were pushed: by a forecast whose logarithm is off by `sigma`; so much was brought in
    `nights` windows of `window_h` hours at `gbps` an appliance. The hottest hundredth of what fits lies on `copies`
    appliances. `knows_premiere`: the title that nobody expected is brought first.

    While a run goes on the window is open for `lasts_s` from `opens_s` on, and again after every `every_s`; in it a
    title that is wanted displaces another one when it is expected to be watched (1 + `churn_penalty`) times as much.
    `from_peers`: a title is fetched from a neighbour that has it, before anybody else is asked. An appliance brings a
    title over so many `connections` at once, each of which gets the share of a viewer's download on a link.
    """

    window_h: float = 12.0
    gbps: float = 1.2
    nights: int = 30
    sigma: float = 0.3
    copies: int = 1
    knows_premiere: bool = True
    opens_s: float = 0.0
    lasts_s: float = 0.0
    """0: nothing is brought while a run goes on."""
    every_s: float = 0.0
    """0: once."""
    churn_penalty: float = 0.1
    from_peers: bool = True
    connections: int = 1


@dataclass(frozen=True, slots=True)
class SupplyPlan:
    """A way by which whole titles come to a tier: who gives them, and what they cross, what the giver serves included.

    `is_peer`: the giver is a neighbour, which is filled as this one is.
    """

    giver: str
    links: tuple[str, ...]
    is_peer: bool = False

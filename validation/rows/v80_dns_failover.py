"""V80: how long DNS takes to move clients away from a lost region."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from engine.simulate import start
from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, near

CASES = {"ttl_60": (60.0, 10.0, 69.4, 40.0), "ttl_20": (20.0, 5.0, 24.8, 15.0), "ttl_300": (300.0, 30.0, 327.0, 180.0)}
"""Time to live, detection time, when 99 % have moved, and the mean outage of a client, all in seconds."""

LOST_S = 60.0
RATE_PER_S = 1_000.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Both numbers for the three settings."""
    del effort
    measured: dict[str, float] = {}
    for name, (ttl_s, detect_s, _, _) in CASES.items():
        measured |= _failover(name, ttl_s, detect_s, seed)
    return measured


def _failover(name: str, ttl_s: float, detect_s: float, seed: int) -> Mapping[str, float]:
    """The mean outage is what the clients of the lost region lost, over the rate at which they ask."""
    simulation = start(_two_regions(ttl_s, detect_s), seed)
    moved_s = 0.0
    while not simulation.finished:
        simulation.advance()
        share = simulation.state.connection_states["share"][simulation.plan.connection_rows["dns-east"]]
        if not moved_s and simulation.clock_s > LOST_S and share <= 0.5 * 0.01:
            moved_s = simulation.clock_s - LOST_S
    lost = sum(simulation.summary()["components"]["viewers"]["errors"].values())
    return {f"{name}_moved": moved_s, f"{name}_outage": lost / (0.5 * RATE_PER_S)}


def _two_regions(ttl_s: float, detect_s: float) -> Design:
    """The region is lost just after a check, so that the next one, `detect_s` later, is the first to see it."""
    regions = [component(name, service_ms_mean=1.0, instances=4, slots=16) for name in ("east", "west")]
    dns = component("dns", "traffic_manager", ttl_s=ttl_s, health_interval_s=detect_s, fail_after=1, overrun_ratio=0.0)
    return design(
        [dns, *regions],
        [connection("viewers", "dns"), *(connection("dns", each, share=0.5) for each in ("east", "west"))],
        rate_per_s=RATE_PER_S,
        duration_s=LOST_S + detect_s + 1.2 * ttl_s,
        schedule=[failure(LOST_S + 0.001, "kill_instances", "east", count=4)],
    )


ROW = Row(
    number="V80",
    section="3F",
    title="DNS failover takes the detection and the time to live",
    setup="Two regions behind DNS with equal shares; one is lost just after a health check. Clients' answers are of all"
    " ages between 0 and the time to live: 99 % have moved after detection + 0.99 x time to live, and a client is out"
    " for detection + half of it on average.",
    source="Calculation: residual life of an answer uniform on the time to live.",
    checks=tuple(
        check
        for name, (ttl_s, detect_s, moved_s, outage_s) in CASES.items()
        for check in (
            near(
                f"{name}_moved", f"99 % moved, TTL {ttl_s:g} s, detection {detect_s:g} s", moved_s, ratio=0.04, unit="s"
            ),
            near(f"{name}_outage", f"mean outage of a client, TTL {ttl_s:g} s", outage_s, ratio=0.04, unit="s"),
        )
    ),
    measure=measure,
    gate=True,
)

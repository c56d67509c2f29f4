"""V60: what share of the requests the most popular titles get, which is what a placement by popularity serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.cache_trace import keys_of
from engine.dataplane.plane import Plane
from engine.design.carriers import EVERYTHING, CarrierPlan
from engine.design.carriers import TITLES as TITLES_KEPT
from engine.design.model import Design
from engine.design.population import LinkPlan, NetworkPlan, PathPlan, PlanePlan, TitlesPlan
from engine.plan.plan import compile_plan
from validation.designs import component, connection, design
from validation.row import Effort, Row, near
from validation.viewing import patient, steady

TITLES, VIEWERS = 5_000, 20_000
EXPECTED = {0.01: 0.495, 0.10: 0.747, 0.33: 0.878, 0.76: 0.970}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """Keys as a source of the engine draws them, and segments that tiers have to which the most popular were pushed."""
    keys = keys_of(compile_plan(_design(), seed), effort.pick(full=2_000_000, short=400_000))
    drawn = {f"{part:g}": float(np.mean(keys < round(part * TITLES))) for part in EXPECTED}
    return drawn | _of_tiers(seed, effort.pick(full=90, short=30))


def _of_tiers(seed: int, seconds: int) -> dict[str, float]:
    """Viewers of titles of one segment ask the smallest tier, which asks the next one for what it misses."""
    told = [CarrierPlan(f"{part:g}", 1e4, TITLES_KEPT, storage_gb=part * TITLES * 60.0) for part in EXPECTED]
    told.append(CarrierPlan("storage", 1e4, EVERYTHING))
    paths = tuple(
        PathPlan((each.id,), 1.0, each.id, place + 1 if place < len(EXPECTED) else None)
        for place, each in enumerate(told)
    )
    people = replace(
        patient(cap=VIEWERS, initial=VIEWERS, networks=(NetworkPlan(steady(50_000.0)),), ladder_kbps=(235.0,)),
        paths=paths,
        entries=(0,),
        titles=TitlesPlan(TITLES, 1.0, episode_s=4.0),
        next_episode_ratio=0.0,
        browse_s=1.0,
    )
    plane = Plane(PlanePlan(tuple(LinkPlan(each.id, 1e4) for each in told), (people,), tiers=tuple(told)), seed)
    plane.step(seconds * 1_000_000_000)
    asked, missed = plane.state.tiers["asked"][1:], plane.state.tiers["asked"][2:]
    return {f"tier {part:g}": 1.0 - float(missed[place] / asked[0]) for place, part in enumerate(EXPECTED)}


def _design() -> Design:
    viewers = component("viewers", "traffic_source", keys_count=TITLES, zipf_alpha=1.0)
    edge = component("edge", "isp_edge", instances=1)
    origin = component("origin", "origin")
    return design(
        [viewers, edge, origin],
        [connection("viewers", "edge"), connection("edge", "origin")],
        rate_per_s=10.0,
        duration_s=10.0,
        warm_up_s=0.0,
    )


ROW = Row(
    number="V60",
    section="3D",
    title="Static placement by popularity",
    setup="5 000 titles by Zipf's law (1.0), as a source draws them; edges to which the most popular were pushed.",
    source="Sums of Zipf's law.",
    checks=(
        *(
            near(f"{part:g}", f"share of the requests for the most popular {part:.0%}", value, absolute=0.005)
            for part, value in EXPECTED.items()
        ),
        *(
            near(
                f"tier {part:g}",
                f"share of the segments that an edge with {part:.0%} of the titles has",
                value,
                absolute=0.005,
            )
            for part, value in EXPECTED.items()
        ),
    ),
    measure=measure,
)

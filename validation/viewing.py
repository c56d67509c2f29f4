"""Small populations of viewers for rows and tests of the data plane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.dataplane.plane import Plane
from engine.design.kinds import RateCurve
from engine.design.population import (
    DevicePlan,
    LinkPlan,
    NetworkPlan,
    PathPlan,
    PlanePlan,
    PlayerPlan,
    PopulationPlan,
    TracePlan,
)
from engine.design.watching import DeviceType, NetworkType

EVERYTHING = DeviceType("everything", "Everything", "Plays every rung.", 1e9)
NOBODY = RateCurve((0.0,), (0.0,))
FOR_EVER_S = 1e8


def steady(kbps: float, rtt_ms: float = 20.0) -> NetworkType:
    """Access that never varies."""
    return NetworkType("steady", "Steady", "Never varies.", kbps, cv=0.0, rtt_ms=rtt_ms)


def patient(**columns: Any) -> PopulationPlan:
    """Viewers who begin at once, watch one endless title, and do nothing else."""
    plan = PopulationPlan(
        "viewers",
        paths=(PathPlan(),),
        networks=(NetworkPlan(steady(4000.0)),),
        devices=(DevicePlan(EVERYTHING),),
        cap=1,
        sessions=NOBODY,
        initial=1,
        cohorts=1,
        control_ms=0.0,
        browse_s=1e-9,
        abandon_per_s=0.0,
        stall_patience_s=0.0,
        stall_cost=0.0,
        session_s=FOR_EVER_S,
        session_cv=0.0,
        seek_per_h=0.0,
        pause_per_h=0.0,
        reload_ratio=0.0,
    )
    plan = replace(plan, **columns)
    return replace(plan, titles=replace(plan.titles, count=1, episode_s=4e6))


def alone(rule: str, kbps: tuple[float, ...], steps_per_s: int = 2, **columns: Any) -> PlanePlan:
    """One viewer with a recorded bandwidth; the first request is made at the end of the first step."""
    access = NetworkPlan(steady(1000.0, columns.pop("rtt_ms", 20.0)), trace=TracePlan(kbps))
    player = columns.pop("player", PlayerPlan(rule=rule))
    return PlanePlan((), (patient(networks=(access,), player=player, **columns),), steps_per_s)


def sharing(links: tuple[LinkPlan, ...], *populations: PopulationPlan) -> PlanePlan:
    """Populations over links, in steps of half a second."""
    return PlanePlan(links, populations)


def varying(viewers: int, **columns: Any) -> PlanePlan:
    """Viewers with a link of their own each: 4 Mbit/s on average, cv 0.6, memory 8 s."""
    network = NetworkType("varying", "Varying", "A link of its own.", 4000.0, cv=0.6, corr_s=8.0)
    return sharing(
        (), patient(cap=viewers, initial=viewers, cohorts=viewers, networks=(NetworkPlan(network),), **columns)
    )


STAGED = (1, 12, 6, 1)
"""Twenty calls in four stages."""
CALL_MS, CALL_SIGMA, HOP_MS = 12.0, math.log(72.0 / 12.0) / 2.3263478740, 1.0
REGION_MS, EDGE_MS, MEDIAN_KBPS, START_CV = 40.0, 12.0, 20_000.0, 0.66


def control_times(seed: int, count: int, stages: Sequence[int]) -> list[float]:
    """How long the control plane takes in ms: stages one after another, the calls of each at the same time."""
    source = np.random.default_rng(seed)
    total = np.zeros(count)
    for calls in stages:
        total += np.max(CALL_MS * np.exp(CALL_SIGMA * source.standard_normal((count, calls))), axis=1) + HOP_MS
    return [float(each) for each in total]


def first_starts(viewers: int, control_ms: Sequence[float], kbps: float, seed: int) -> Plane:
    """Viewers who start once, each over a link of its own; presses are answered from outside."""
    sigma2 = math.log1p(START_CV**2)
    network = NetworkType(
        "home", "Home", "A link of its own.", MEDIAN_KBPS * math.exp(sigma2 / 2.0), START_CV, 8.0, rtt_ms=EDGE_MS
    )
    population = patient(
        cap=viewers,
        initial=viewers,
        cohorts=viewers,
        networks=(NetworkPlan(network),),
        ladder_kbps=(kbps,),
        control_ms=None,
    )
    plane = Plane(sharing((), population), seed)
    for _ in range(60):
        plane.step(plane.clock_ns + plane.step_ns)
        asks = plane.presses()
        delays_ms = 2.0 * REGION_MS + np.asarray(control_ms)[asks.viewers]
        at_ns = asks.at_ns + np.rint(1e6 * delays_ms).astype(np.int64)
        plane.answer(asks.viewers, asks.marks, np.ones(len(at_ns), np.bool_), at_ns)
    assert plane.books()["starts"] == viewers
    return plane

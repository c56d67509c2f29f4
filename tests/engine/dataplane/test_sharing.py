"""Rates are max-min fair: compared with filling all links together, a little at a time."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from engine.dataplane.plane import Plane
from engine.design.population import LinkPlan, NetworkPlan, PathPlan, PlanePlan, PlayerPlan
from validation.viewing import patient, steady


def filled(capacities: list[float], paths: list[list[int]], counts: list[int], caps: list[float]) -> list[float]:
    """The definition: all rates rise together; a class stops at its cap, or when a link of its path is full."""
    rates, rising = [0.0] * len(paths), set(range(len(paths)))
    left = list(capacities)
    while rising:
        limits = [caps[c] - rates[c] for c in rising]
        for link in range(len(left)):
            people = sum(counts[c] for c in rising if link in paths[c])
            if people:
                limits.append(left[link] / people)
        more = max(min(limits), 0.0)
        for c in rising:
            rates[c] += more
            for link in paths[c]:
                left[link] -= more * counts[c]
        full = {link for link in range(len(left)) if left[link] <= 1e-9 * capacities[link]}
        rising = {c for c in rising if rates[c] < caps[c] * (1 - 1e-12) and not full & set(paths[c])}
    return rates


@pytest.mark.parametrize("seed", range(6))
def test_rates_over_several_links_are_max_min_fair(seed: int) -> None:
    source = random.Random(seed)
    links, classes = source.randrange(2, 8), source.randrange(3, 12)
    capacities = [1e6 * source.randrange(5, 300) for _ in range(links)]
    paths = [source.sample(range(links), source.randrange(1, min(links, 4) + 1)) for _ in range(classes)]
    counts = [source.randrange(1, 20) for _ in range(classes)]
    caps = [1e6 * source.choice([0.5, 2.0, 8.0, 1000.0]) for _ in range(classes)]
    plane = Plane(
        PlanePlan(
            tuple(LinkPlan(f"l{link}", capacity / 1e9) for link, capacity in enumerate(capacities)),
            tuple(
                replace(
                    patient(
                        cap=count,
                        initial=count,
                        networks=(NetworkPlan(steady(cap / 1e3)),),
                        ladder_kbps=(1e7,),
                        player=PlayerPlan("fixed", buffer_max_s=1e6),
                    ),
                    id=f"p{c}",
                    paths=(PathPlan(tuple(f"l{link}" for link in path)),),
                )
                for c, (path, count, cap) in enumerate(zip(paths, counts, caps, strict=True))
            ),
        ),
        seed=1,
    )
    plane.step(60_000_000_000)
    assert np.all(plane.state.classes["active"] == counts)
    carried = plane.state.classes["carried"].copy()
    plane.step(160_000_000_000)
    rates = (plane.state.classes["carried"] - carried) / 2.0 / 100.0 / np.asarray(counts)
    assert rates == pytest.approx(filled(capacities, paths, counts, caps), rel=1e-3)

"""Every rule chooses what its twin, written from the paper, chooses."""

from __future__ import annotations

import random

import numpy as np
import pytest

from engine.dataplane.plane import Plane
from engine.dataplane.probing import choices
from engine.dataplane.records import FILLED
from engine.design.discovery import player_types
from engine.design.population import PlayerPlan
from engine.design.watching import LADDER_KBPS
from tests.engine.dataplane.twin import RULES, Measured, best_plan, found_plan, worth_of_plan
from validation.viewing import alone

LADDER = [1000.0 * kbps for kbps in LADDER_KBPS]


def measured(source: random.Random) -> Measured:
    """Anything that a player may have measured."""
    seen = Measured(was_filled=source.random() < 0.5)
    for _ in range(source.randrange(0, 7)):
        seen.sample(8e6, 8e6 / (1e6 * source.lognormvariate(0.8, 0.9)))
        seen.last = source.randrange(len(LADDER))
    return seen


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_chooses_as_its_twin(rule: str) -> None:
    state = Plane(alone(rule, (1000.0,), player=PlayerPlan(rule)), 1).state
    source = random.Random(1)
    for _ in range(60):
        seen, buffer_s = measured(source), np.round(30.0 * np.random.default_rng(1).random(20), 3)
        asked = choices(
            state,
            buffer_s,
            fast_bps=seen.fast,
            slow_bps=seen.slow,
            recent_bps=seen.recent,
            last=seen.last,
            flags=int(FILLED) if seen.was_filled else 0,
        )
        told = [RULES[rule](LADDER, len(LADDER) - 1, seen, float(each)) for each in buffer_s]
        assert asked.tolist() == told


def test_every_rule_that_is_found_has_a_twin() -> None:
    assert set(player_types()) == set(RULES)


def test_the_plan_that_is_found_is_nearly_as_good_as_the_best_of_all() -> None:
    source, ladder, lost, cases = random.Random(2), LADDER[::2], 0.0, 40
    for _ in range(cases):
        seen, buffer_s = measured(source), 30.0 * source.random()
        if not seen.recent:
            seen.sample(8e6, 2.0)
        seen.last = source.randrange(len(ladder))
        expected = len(seen.recent) / sum(1.0 / each for each in seen.recent)
        best = worth_of_plan(ladder, seen.last, best_plan(ladder, seen.last, buffer_s, expected), buffer_s, expected)
        plan = found_plan(ladder, seen, buffer_s)
        lost += best - worth_of_plan(ladder, seen.last, plan, buffer_s, expected)
    assert lost / cases / 5 < 0.02 * ladder[-1] / 1e3, "a fiftieth of the highest bitrate for a segment"

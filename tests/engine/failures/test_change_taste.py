"""A change of taste: its edits, and what it does to a cache that has learned the old ones."""

import math
from itertools import pairwise

from engine.design.kinds import Edit
from engine.design.model import Design
from engine.failures.change_taste import FAILURE
from engine.simulate import start
from validation.designs import component, connection, design, failure

RATE_PER_S, TURNS_S, LOOKUPS = 2_000.0, 50.0, 5_000


def test_other_titles_are_popular_until_it_is_over() -> None:
    assert FAILURE.edits("viewers", {"share": 0.3}) == (Edit("turn_ranks", "viewers", 0.3),)
    assert FAILURE.heals("viewers", {"share": 0.3}) == (Edit("turn_ranks", "viewers", 0.0),)


def test_the_log_says_what_was_done() -> None:
    told = "Viewers turn to the titles that stood 30 % of the catalogue further down"
    assert FAILURE.sentence("Viewers", {"share": 0.3}) == told


def test_a_cache_that_has_learned_the_old_tastes_hits_less_at_first() -> None:
    """Row V53 says by how much on average; here that it is more than chance: four standard errors of 5 000 lookups."""
    before, first = _hit_ratios(_design("sieve"), (40.0, TURNS_S, TURNS_S + LOOKUPS / RATE_PER_S))
    assert abs(before - 0.543) < 0.015  # row V51
    assert before - first > 4.0 * math.sqrt(0.25 / LOOKUPS)


def _hit_ratios(drawn: Design, moments_s: tuple[float, float, float]) -> list[float]:
    """Hits over lookups between moments that are ends of frames."""
    going, seen = start(drawn, 1), []
    for until_s in moments_s:
        while going.clock_s < until_s and not going.finished:
            going.advance()
        here = going.state.component_states[going.plan.component_rows["edge"]]
        seen.append((int(here["hits"]), int(here["lookups"])))
    return [(later[0] - before[0]) / (later[1] - before[1]) for before, later in pairwise(seen)]


def _design(eviction: str) -> Design:
    edge = component("edge", "isp_edge", instances=1, slots=1_000, capacity_items=1_000, eviction=eviction)
    return design(
        [component("viewers", "traffic_source", keys_count=10_000), edge, component("origin", "origin", slots=1_000)],
        [connection("viewers", "edge"), connection("edge", "origin")],
        rate_per_s=RATE_PER_S,
        duration_s=60.0,
        schedule=[failure(TURNS_S, "change_taste", "viewers", share=0.5)],
    )

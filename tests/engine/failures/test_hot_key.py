"""A hot key: its edits, what it does to whoever holds it, and that it cools down."""

import math
from itertools import pairwise

import numpy as np

from engine.design.kinds import Edit
from engine.design.model import Design
from engine.failures.hot_key import FAILURE
from engine.plan.balancers import homes_of_keys
from engine.simulate import start
from engine.theory.zipf import popularity
from tests import tiny

KEYS, SHARE, RANK, SEED = 1_000, 0.4, 700, 1


def test_a_title_gets_hot_and_cools_down() -> None:
    told = {"share": 0.2, "rank": 7}
    assert FAILURE.edits("viewers", told) == (Edit("heat_key", "viewers", 6.0), Edit("send_hot", "viewers", 0.2))
    assert FAILURE.heals("viewers", told) == (Edit("send_hot", "viewers", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Viewers", {"share": 0.2, "rank": 7}) == "20 % of requests of Viewers ask for title 7"


def test_whoever_holds_the_key_gets_its_share_until_it_is_healed() -> None:
    design = _design()
    homes = np.array(homes_of_keys(design, "viewers-service", SEED, KEYS, frozenset()))
    home = homes[RANK - 1]
    usual = float(popularity(KEYS, 0.8)[homes == home].sum())
    hot, cool = _shares_of(design, int(home), (100.0, 200.0, 300.0))
    for (share, count), expected in ((hot, SHARE + (1.0 - SHARE) * usual), (cool, usual)):
        assert abs(share - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / count)


def _shares_of(design: Design, place: int, moments_s: tuple[float, ...]) -> list[tuple[float, int]]:
    """What an instance got of all arrivals between moments, and how many there were."""
    going, seen = start(design, SEED), []
    for until_s in moments_s:
        while going.clock_s < until_s and not going.finished:
            going.advance()
        seen.append(going.state.instances["arrivals"].copy())
    gained = [later - before for before, later in pairwise(seen)]
    return [(each[place] / each.sum(), int(each.sum())) for each in gained]


def _design() -> Design:
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=KEYS, zipf_alpha=0.8),
            tiny.component("service", instances=6, slots=100, queue_limit=-1),
        ],
        connections=[tiny.connection("viewers", "service", balancing="consistent_hash")],
        schedule=[
            {
                "at": 100.0,
                "failure": "hot_key",
                "target": "viewers",
                "parameters": {"share": SHARE, "rank": RANK},
                "for": 100.0,
            }
        ],
        rate_per_s=100.0,
        duration_s=300.0,
    )

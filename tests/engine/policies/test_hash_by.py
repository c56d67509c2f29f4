"""Consistent hashing by who sends: people stay where they are, and key by key they do not."""

import numpy as np
import pytest

from engine.design.model import Design
from engine.design.policies import lower_policies
from engine.plan.balancers import homes_of_keys
from engine.policies.hash_by import POLICY
from engine.simulate import Simulation, start
from tests import tiny


def test_it_is_a_switch() -> None:
    assert lower_policies({POLICY.name: {"hashes": "user"}}).columns == {"hashes_people": 1}
    assert lower_policies({POLICY.name: {"hashes": "key"}}).columns == {"hashes_people": 0}


@pytest.mark.parametrize(("hashes", "used"), [("user", 1), ("key", 4)])
def test_one_person_is_always_sent_to_one_instance(hashes: str, used: int) -> None:
    assert np.count_nonzero(_arrivals(_design(hashes, people=1))) == used


def test_many_people_are_spread_as_their_points_on_the_ring_say() -> None:
    """Every one of them sends as often as any other, so an instance gets what its part of the ring holds of them."""
    design, people = _design("user", people=500), 500
    arrivals = _arrivals(design)
    homes = homes_of_keys(design, "service-shop", 1, people, frozenset())
    expected = np.bincount(homes, minlength=4) / people
    shares = arrivals / arrivals.sum()
    assert (abs(shares - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / arrivals.sum())).all()


def _arrivals(design: Design) -> np.ndarray:
    """What the four instances of the shop got."""
    simulation = finished(design)
    first = simulation.plan.tables.components[simulation.plan.component_rows["shop"]]["first_instance"]
    return np.asarray(simulation.state.instances["arrivals"][first : first + 4])


def finished(design: Design) -> Simulation:
    """A run that is over."""
    simulation = start(design, 1)
    while not simulation.finished:
        simulation.advance()
    return simulation


def _design(hashes: str, people: int) -> Design:
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", people=people, keys_count=1_000),
            tiny.component("service", instances=2),
            tiny.component("shop", instances=4),
        ],
        connections=[
            tiny.connection("viewers", "service"),
            tiny.connection("service", "shop", balancing="consistent_hash", policies={"hash_by": {"hashes": hashes}}),
        ],
        rate_per_s=100.0,
        duration_s=20.0,
    )

"""How evenly instances are loaded."""

from typing import Any

import pytest

from engine.simulate import start
from tests import tiny


def _imbalance(balancing: str, instances: int = 10, **fields: Any) -> Any:
    service = tiny.component("service", instances=instances, slots=1, queue_limit=-1, service_ms_mean=10.0)
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), service],
        connections=[tiny.connection("viewers", "service", balancing=balancing, **fields)],
        rate_per_s=800.0,
        duration_s=60.0,
    )
    simulation = start(design, 1)
    while not simulation.finished:
        simulation.advance(10**7)
    return simulation.summary()["components"]["service"]["imbalance"]


def test_turns_are_even_and_a_choice_of_two_is_nearly_so() -> None:
    turns, two, blind = (_imbalance(each) for each in ("round_robin", "choice_of_two", "random"))
    assert turns["arrivals"] == pytest.approx(1.0, abs=0.001)
    assert two["outstanding"] < turns["outstanding"] < blind["outstanding"]
    assert two["greatest"] < blind["greatest"]


def test_the_share_of_busy_instances_is_the_utilisation() -> None:
    # 240 frames with ten instances each, which are busy with chance 0.8 and remember little from frame to frame.
    assert _imbalance("random")["shares"][0] == pytest.approx(0.8, abs=4 * (0.16 / 2_400) ** 0.5 * 2)


def test_weights_decide_how_much_an_instance_gets() -> None:
    weights = {"instance_weights": {"instances": 1, "weight": 4.0}}
    # One instance of weight 4 beside nine of 1 gets 4 of 13, where the mean is a tenth.
    assert _imbalance("weighted", policies=weights)["arrivals"] == pytest.approx(40 / 13, rel=0.03)


def test_a_single_instance_has_no_imbalance() -> None:
    assert _imbalance("random", instances=1) is None

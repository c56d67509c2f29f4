"""How evenly requests arrive."""

from __future__ import annotations

from typing import Any

import pytest

from engine.estimate.drawing import Part
from engine.estimate.gaps import merged
from engine.estimate.solving import solve
from tests import tiny


def _service(process: str = "poisson", instances: int = 4, **fields: Any) -> Part:
    service = tiny.component("service", instances=instances, distribution="exponential", service_ms_mean=1)
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source", process=process), service],
        connections=[tiny.connection("viewers", "service", **fields)],
    )
    return solve(design, {"viewers": 50.0})[0].parts["service"]


def test_taking_turns_makes_the_gaps_of_an_instance_more_even() -> None:
    assert _service(balancing="round_robin").instance_gaps_cv2 == pytest.approx(0.25)
    assert _service(balancing="random").instance_gaps_cv2 == pytest.approx(1.0)
    assert _service("even", balancing="random").instance_gaps_cv2 == pytest.approx(0.75)
    assert _service("even", balancing="round_robin").instance_gaps_cv2 == 0.0


def test_calls_made_by_chance_look_like_poisson_again() -> None:
    assert _service("even", probability=0.1).gaps_cv2 == pytest.approx(0.9)
    assert _service("even").gaps_cv2 == 0.0


def test_exponential_service_passes_poisson_gaps_on() -> None:
    assert _service(balancing="random").leaving_cv2 == pytest.approx(1.0)


def test_many_slow_streams_look_like_poisson_and_full_stations_see_what_they_are() -> None:
    even = [(1.0, 0.0)] * 50
    assert merged(even, 0.1) > 0.95
    assert merged(even, 1.0) == pytest.approx(0.0)
    assert merged([(3.0, 0.5)], 0.3) == pytest.approx(0.5)


def test_what_is_asked_how_is_weighed_by_how_much_asks() -> None:
    part = _service(balancing="least_outstanding")
    assert (part.least_outstanding, part.choice_of_two) == (1.0, 0.0)

"""The numbers of Mitzenmacher's table."""

import pytest

from engine.theory import two_choices


@pytest.mark.parametrize(("load", "services"), [(0.9, 2.61), (0.99, 5.43)])
def test_mean_times_are_those_of_the_table(load: float, services: float) -> None:
    assert two_choices.sojourn_services(load) == pytest.approx(services, abs=0.01)


def test_tails_fall_doubly_exponentially() -> None:
    found = [two_choices.tail(0.9, depth) for depth in range(1, 6)]
    assert found == pytest.approx([0.9, 0.729, 0.478, 0.206, 0.038], abs=0.001)

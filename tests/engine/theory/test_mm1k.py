"""One server with room for ten: the numbers of row V10."""

import pytest

from engine.theory import mm1k


@pytest.mark.parametrize(
    ("load", "blocked", "goodput"), [(0.8, 0.0235, 0.781), (1.0, 0.0909, 0.909), (1.2, 0.193, 0.969), (2.0, 0.5, 1.0)]
)
def test_room_for_ten_bounds_the_loss_and_the_goodput(load: float, blocked: float, goodput: float) -> None:
    expected = mm1k.blocked_ratio(load, 10)
    assert expected == pytest.approx(blocked, rel=0.005)
    assert load * (1.0 - expected) == pytest.approx(goodput, abs=6e-4)

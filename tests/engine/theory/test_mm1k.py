"""One server with room for ten: row V10."""

import pytest

from engine.theory import mm1k
from tests.engine.theory.runs import assert_agrees, refused_ratio, run, station_design


@pytest.mark.parametrize(
    ("load", "blocked", "goodput"), [(0.8, 0.0235, 0.781), (1.0, 0.0909, 0.909), (1.2, 0.193, 0.969), (2.0, 0.5, 1.0)]
)
def test_room_for_ten_bounds_the_loss_and_the_goodput(load: float, blocked: float, goodput: float) -> None:
    expected = mm1k.blocked_ratio(load, 10)
    assert expected == pytest.approx(blocked, rel=0.005)
    assert load * (1.0 - expected) == pytest.approx(goodput, abs=6e-4)
    design = station_design(rate_per_s=100.0 * load, service_ms=10.0, queue_limit=9, duration_s=3_000.0)
    summaries = [run(design, seed) for seed in range(6)]
    assert_agrees([refused_ratio(each) for each in summaries], expected, 0.04)
    assert_agrees([each["components"]["service"]["utilisation"] for each in summaries], load * (1.0 - expected), 0.01)

from __future__ import annotations

import math
from itertools import pairwise

from engine.simulate import start
from tests import tiny


def _gaps_days(mean_days: float, duration_s: float) -> list[int]:
    """Working days between kills of one group, a day a second."""
    monkey = tiny.component("monkey", "chaos_monkey", mean_days=mean_days, day_s=1.0, replace_s=0.5)
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service", instances=2), monkey]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("monkey", "service")]
    simulation = start(tiny.design(components=parts, connections=arrows, rate_per_s=0.5, duration_s=duration_s), 5)
    simulation_log = simulation.log
    while not simulation.finished:
        simulation.advance()
    days = [int(each["clock_s"]) for each in simulation_log]
    assert all(9 / 24 <= each["clock_s"] % 1.0 <= 15 / 24 for each in simulation_log)
    return [after - before for before, after in pairwise(days)]


def test_days_between_kills_are_geometric() -> None:
    gaps = _gaps_days(2.0, 1_500.0)
    error = math.sqrt(2.0 / len(gaps))  # a geometric number with p = 1/2 has the variance (1 - p) / p**2 = 2
    assert abs(sum(gaps) / len(gaps) - 2.0) < 4.0 * error
    share = sum(gap == 1 for gap in gaps) / len(gaps)
    assert abs(share - 0.5) < 4.0 * 0.5 / math.sqrt(len(gaps))
    assert min(gaps) == 1


def test_a_mean_of_one_day_kills_every_day() -> None:
    assert set(_gaps_days(1.0, 40.0)) == {1}

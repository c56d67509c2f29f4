"""Mean and peak rates of traffic."""

from __future__ import annotations

import pytest

from engine.design.kinds import RateCurve
from engine.estimate.offered import curves, mean_rates_per_s, peak_rates_per_s, peak_s
from tests import tiny


def _traffic(shape: str, **parameters: float) -> dict[str, object]:
    return {"source": "viewers", "shape": shape, "parameters": parameters}


def test_the_mean_leaves_out_the_warm_up() -> None:
    ramp = _traffic("ramp", from_per_s=0, to_per_s=100, start_s=0, ramp_s=100)
    design = tiny.design(workload={"duration": 100, "warm_up": 50, "traffic": [ramp]})
    drawn = curves(design)
    assert mean_rates_per_s(design, drawn) == {"viewers": pytest.approx(75.0)}
    assert peak_rates_per_s(design, drawn) == {"viewers": pytest.approx(100.0)}


def test_the_peak_of_a_flash_crowd_is_its_height() -> None:
    flash = _traffic("flash", base_per_s=10, peak_per_s=200, start_s=60, rise_s=20, decay_s=60)
    design = tiny.design(workload={"duration": 300, "traffic": [flash]})
    assert peak_rates_per_s(design, curves(design)) == {"viewers": pytest.approx(200.0)}
    assert mean_rates_per_s(design, curves(design))["viewers"] < 100.0


def test_the_peak_of_several_sources_is_where_their_sum_is_greatest() -> None:
    falling = RateCurve((0.0, 40.0, 60.0), (50.0, 45.0, 0.0))
    rising = RateCurve((0.0, 100.0), (0.0, 30.0))
    assert peak_s([falling, rising], 0.0, 100.0) == pytest.approx(40.0)
    assert peak_s([falling, rising], 50.0, 100.0) == pytest.approx(50.0)
    assert peak_s([rising], 0.0, 100.0) == pytest.approx(100.0)
    assert peak_s([RateCurve((0.0,), (5.0,))], 10.0, 20.0) == 10.0

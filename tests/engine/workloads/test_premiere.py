import pytest

from engine.design.rate import rate_at
from tests.engine.workloads.curves import curve


def test_it_peaks_at_its_factor_and_is_half_way_up_at_the_premiere() -> None:
    drawn = curve("premiere", base_per_s=50.0, peak_factor=3.0, start_s=120.0, ramp_s=60.0, decay_s=1e5)
    assert max(drawn.rates_per_s) == pytest.approx(150.0)
    assert rate_at(drawn, 120.0) == pytest.approx(100.0, rel=0.01)
    # The ramp runs from 5 % to 95 % of the crowd.
    assert rate_at(drawn, 90.0) == pytest.approx(55.0, rel=0.01)
    assert rate_at(drawn, 150.0) == pytest.approx(145.0, rel=0.01)


def test_the_crowd_leaves_slowly() -> None:
    drawn = curve("premiere", base_per_s=50.0, peak_factor=3.0, start_s=10.0, ramp_s=1.0, decay_s=100.0)
    assert rate_at(drawn, 110.0) == pytest.approx(50.0 + 100.0 * 0.368, rel=0.03)
    assert rate_at(drawn, 900.0) == pytest.approx(50.0, rel=0.01)


def test_without_a_ramp_it_jumps() -> None:
    drawn = curve("premiere", base_per_s=10.0, peak_factor=2.0, start_s=60.0, ramp_s=0.0)
    # Six time constants before the premiere 0.25 % of the crowd is there.
    assert rate_at(drawn, 59.9) == pytest.approx(10.0, abs=0.0025 * 10.0)
    assert rate_at(drawn, 60.1) == pytest.approx(20.0, rel=0.01)

from engine.design.rate import rate_at, requests_expected
from tests.engine.workloads.curves import curve


def test_constant_traffic_never_changes() -> None:
    drawn = curve("constant", rate_per_s=40.0)
    assert {rate_at(drawn, clock_s) for clock_s in (0.0, 1.0, 299.0)} == {40.0}
    assert requests_expected(drawn, 10.0) == 400.0

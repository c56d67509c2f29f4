from engine.design.policies import lower_policies
from engine.policies.probation import POLICY


def test_it_lasts_nanoseconds() -> None:
    row = lower_policies({POLICY.name: {"probation_s": 90.0}})
    assert row.rules == {"informed"}
    assert row.columns == {"probation_ns": 90_000_000_000}

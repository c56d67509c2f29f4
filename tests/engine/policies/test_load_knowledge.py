from engine.design.policies import lower_policies
from engine.policies.load_knowledge import POLICY


def test_it_numbers_what_is_known_and_counts_in_nanoseconds() -> None:
    row = lower_policies({POLICY.name: {"knowledge": "stale", "refresh_s": 0.25}})
    assert row.rules == {"informed"}
    assert row.columns == {"knowledge": 2, "refresh_ns": 250_000_000}

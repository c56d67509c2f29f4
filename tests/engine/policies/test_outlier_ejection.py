from engine.design.policies import lower_policies
from engine.policies.outlier_ejection import POLICY


def test_it_counts_errors_and_compares_latencies() -> None:
    parameters = {"errors": 5, "latency_factor": 3.0, "eject_s": 30.0, "max_share": 0.5, "stat_decay_s": 10.0}
    row = lower_policies({POLICY.name: parameters})
    assert row.rules == {"informed"}
    assert row.columns == {
        "eject_errors": 5,
        "eject_factor": 3.0,
        "eject_ns": 30_000_000_000,
        "eject_share": 0.5,
        "decay_ns": 1e10,
    }

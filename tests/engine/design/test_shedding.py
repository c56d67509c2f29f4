from engine.design.rows import Shedding
from tests.engine.components.recorder import lowered


def test_without_a_rule_nobody_is_shed() -> None:
    assert lowered("service")["station"]["shedding"] is None
    assert lowered("store")["station"]["shedding"] is None


def test_each_rule_reads_its_own_limits() -> None:
    values = {"shed_bulk_above": 0.5, "share_degraded": 0.25}
    assert lowered("service", shedding="thresholds", **values)["station"]["shedding"] == Shedding(
        "thresholds", (0.95, 0.8, 0.7, 0.5)
    )
    assert lowered("gateway", shedding="partitions", **values)["station"]["shedding"] == Shedding(
        "partitions", (1.0, 0.25, 0.0, 0.0)
    )

from engine.design.kinds import Edit
from engine.failures.rebalance import FAILURE


def test_it_is_one_pause_that_ends_by_itself() -> None:
    assert FAILURE.edits("workers", {}) == (Edit("rebalance", "workers", 1.0),)
    assert FAILURE.heals("workers", {}) == ()
    assert FAILURE.sentence("Workers", {}) == "Workers rebalances"

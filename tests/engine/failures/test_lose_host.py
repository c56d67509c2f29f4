from engine.design.kinds import Edit
from engine.failures.lose_host import FAILURE


def test_the_pool_is_told_how_many_hosts_are_lost() -> None:
    assert FAILURE.edits("pool", {"hosts": 2}) == (Edit("tell_controller", "pool", 2.0),)
    assert FAILURE.heals("pool", {"hosts": 2}) == (Edit("tell_controller", "pool", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Pool", {"hosts": 1}) == "1 host of Pool lost"
    assert FAILURE.sentence("Pool", {"hosts": 2}) == "2 hosts of Pool lost"

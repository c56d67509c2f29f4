from engine.design.kinds import Edit
from engine.failures.noisy_neighbour import FAILURE

PARAMETERS = {"hosts": 2, "excess": 0.5}


def test_the_pool_is_told_of_its_other_tenants() -> None:
    assert FAILURE.edits("pool", PARAMETERS) == (Edit("crowding", "pool", 0.5), Edit("crowded_hosts", "pool", 2.0))
    assert FAILURE.heals("pool", PARAMETERS) == (Edit("crowding", "pool", 0.0), Edit("crowded_hosts", "pool", 0.0))


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Pool", PARAMETERS) == "A noisy neighbour on 2 hosts of Pool"

from engine.design.kinds import Edit
from engine.failures.lose_heartbeats import FAILURE

PARAMETERS = {"ratio": 0.3}


def test_the_registry_is_told_what_it_does_not_hear() -> None:
    assert FAILURE.edits("registry", PARAMETERS) == (Edit("tell_controller", "registry", 0.3),)
    assert FAILURE.heals("registry", PARAMETERS) == (Edit("tell_controller", "registry", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Registry", PARAMETERS) == "30% of the instances cannot reach Registry"

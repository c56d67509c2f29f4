from engine.design.kinds import Edit
from engine.failures.stop_instances import FAILURE

PARAMETERS = {"count": 2}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("stop_instances", "x", 2.0),)
    assert FAILURE.heals("x", PARAMETERS) == (Edit("start_instances", "x", 2.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Play", PARAMETERS) == "2 instances of Play stopped"

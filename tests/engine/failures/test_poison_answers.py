from engine.design.kinds import Edit
from engine.failures.poison_answers import FAILURE

PARAMETERS = {"ratio": 0.5}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("tell_controller", "x", 0.5),)
    assert FAILURE.heals("x", PARAMETERS) == (Edit("tell_controller", "x", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("DNS", PARAMETERS) == "DNS answers 50% of its clients wrongly"

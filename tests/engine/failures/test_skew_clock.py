from engine.design.kinds import Edit
from engine.failures.skew_clock import FAILURE

PARAMETERS = {"ahead_s": -5.0}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("skew_clock", "x", -5.0),)
    assert FAILURE.heals("x", PARAMETERS) == (Edit("skew_clock", "x", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Play", PARAMETERS) == "The clock of Play is 5 s behind"

from engine.design.kinds import Edit
from engine.failures.return_together import FAILURE

PARAMETERS = {"factor": 5.0}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("scale_rate", "x", 5.0),)
    assert FAILURE.heals("x", PARAMETERS) == (Edit("scale_rate", "x", 1.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Viewers", PARAMETERS) == "Everyone returns to Viewers at once: 5 times the traffic"

from engine.design.kinds import Edit
from engine.failures.fill_disk import FAILURE

PARAMETERS = {"write_ratio": 0.1}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("error_ratio", "x", 0.1),)
    assert FAILURE.heals("x", PARAMETERS) == (Edit("error_ratio", "x", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Store", PARAMETERS) == "The disk of Store is full: the writing 10% of its requests fail"

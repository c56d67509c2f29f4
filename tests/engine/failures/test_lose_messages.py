from engine.design.kinds import Edit
from engine.failures.lose_messages import FAILURE

PARAMETERS = {"ratio": 0.05}


def test_the_line_is_disturbed_and_well_again() -> None:
    assert FAILURE.edits("a-b", PARAMETERS) == (Edit("lose_messages", "a-b", 0.05),)
    assert FAILURE.heals("a-b", PARAMETERS) == (Edit("lose_messages", "a-b", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("A → B", PARAMETERS) == "5.0% of the messages over A → B get lost"

from engine.design.kinds import Edit
from engine.failures.add_delay import FAILURE

PARAMETERS = {"delay_ms": 100.0}


def test_the_line_is_disturbed_and_well_again() -> None:
    assert FAILURE.edits("a-b", PARAMETERS) == (Edit("delay_messages", "a-b", 0.1),)
    assert FAILURE.heals("a-b", PARAMETERS) == (Edit("delay_messages", "a-b", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("A → B", PARAMETERS) == "Calls over A → B take 100 ms longer"

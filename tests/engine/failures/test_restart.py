from engine.design.kinds import Edit
from engine.failures.restart import FAILURE

PARAMETERS: dict[str, float] = {}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("kill_instances", "x", 1e6), Edit("restore_instances", "x", 1e6))
    assert FAILURE.heals("x", PARAMETERS) == ()


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Play", PARAMETERS) == "All instances of Play restarted"

from engine.design.kinds import Edit
from engine.failures.stop_collector import FAILURE


def test_it_goes_down_and_comes_back() -> None:
    assert FAILURE.edits("eye", {}) == (Edit("kill_instances", "eye", 1.0),)
    assert FAILURE.heals("eye", {}) == (Edit("restore_instances", "eye", 1.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Eye", {}) == "Eye is down; alerts stay as they are"

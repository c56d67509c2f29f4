from engine.design.kinds import Edit
from engine.failures.stop_registry import FAILURE


def test_it_goes_down_and_comes_back() -> None:
    assert FAILURE.edits("registry", {}) == (Edit("kill_instances", "registry", 1.0),)
    assert FAILURE.heals("registry", {}) == (Edit("restore_instances", "registry", 1.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Registry", {}) == "Registry is down; callers keep the list that they have"

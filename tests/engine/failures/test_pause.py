from engine.design.kinds import Edit
from engine.failures.pause import FAILURE


def test_everything_stands_still_and_then_goes_on() -> None:
    assert FAILURE.edits("catalogue", {}) == (Edit("pause_station", "catalogue", 1.0),)
    assert FAILURE.heals("catalogue", {}) == (Edit("pause_station", "catalogue", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {}) == "Catalogue paused"

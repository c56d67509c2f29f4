from engine.design.kinds import Edit
from engine.failures.refuse import FAILURE


def test_calls_are_refused_and_then_accepted_again() -> None:
    assert FAILURE.edits("catalogue", {}) == (Edit("refuse_work", "catalogue", 1.0),)
    assert FAILURE.heals("catalogue", {}) == (Edit("refuse_work", "catalogue", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {}) == "Catalogue refuses all calls"

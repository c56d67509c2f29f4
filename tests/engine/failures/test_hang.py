from engine.design.kinds import Edit
from engine.failures.hang import FAILURE


def test_no_service_begins_and_then_it_does_again() -> None:
    assert FAILURE.edits("catalogue", {}) == (Edit("stall_station", "catalogue", 1.0),)
    assert FAILURE.heals("catalogue", {}) == (Edit("stall_station", "catalogue", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {}) == "Catalogue hangs"

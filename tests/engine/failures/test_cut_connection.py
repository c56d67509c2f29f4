from engine.design.kinds import Edit
from engine.failures.cut_connection import FAILURE


def test_the_connection_is_cut_and_joined() -> None:
    assert FAILURE.edits("catalogue", {}) == (Edit("cut_connection", "catalogue", 1.0),)
    assert FAILURE.heals("catalogue", {}) == (Edit("cut_connection", "catalogue", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {}) == "Connection Catalogue cut"

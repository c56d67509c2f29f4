from engine.design.kinds import Edit
from engine.failures.flush_cache import FAILURE


def test_a_flush_happens_once_and_cannot_be_undone() -> None:
    assert FAILURE.edits("catalogue_cache", {}) == (Edit("flush_cache", "catalogue_cache", 0.0),)
    assert FAILURE.heals("catalogue_cache", {}) == ()
    assert FAILURE.heal_verb == ""


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue cache", {}) == "Catalogue cache flushed"

from engine.design.kinds import Edit
from engine.failures.expire_certificate import FAILURE

PARAMETERS = {}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("refuse_work", "x", 1.0),)
    assert FAILURE.heals("x", PARAMETERS) == (Edit("refuse_work", "x", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Gateway", PARAMETERS) == "The certificate of Gateway has expired"

from engine.design.kinds import Edit
from engine.failures.change_traffic import FAILURE


def test_the_rate_is_scaled_and_scaled_back() -> None:
    assert FAILURE.edits("catalogue", {"factor": 3.0}) == (Edit("scale_rate", "catalogue", 3.0),)
    assert FAILURE.heals("catalogue", {"factor": 3.0}) == (Edit("scale_rate", "catalogue", 1.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {"factor": 3.0}) == "Traffic of Catalogue set to 3 times its shape"

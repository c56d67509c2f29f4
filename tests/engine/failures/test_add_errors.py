from engine.design.kinds import Edit
from engine.failures.add_errors import FAILURE


def test_a_share_of_failures_is_added_and_taken_away() -> None:
    assert FAILURE.edits("catalogue", {"share": 0.25}) == (Edit("error_ratio", "catalogue", 0.25),)
    assert FAILURE.heals("catalogue", {"share": 0.25}) == (Edit("error_ratio", "catalogue", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {"share": 0.25}) == "25 % of requests to Catalogue fail"

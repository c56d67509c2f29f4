from engine.design.kinds import Edit
from engine.failures.corrupt_data import FAILURE

PARAMETERS = {"ratio": 0.5}


def test_it_begins_and_ends() -> None:
    assert FAILURE.edits("x", PARAMETERS) == (Edit("error_ratio", "x", 0.5), Edit("slow_station", "x", 0.2))
    assert FAILURE.heals("x", PARAMETERS) == (Edit("error_ratio", "x", 0.0), Edit("slow_station", "x", 1.0))


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", PARAMETERS) == "50% of what Catalogue reads is corrupt"

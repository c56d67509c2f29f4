from engine.design.kinds import Edit
from engine.failures.slow_down import FAILURE


def test_service_takes_longer_and_then_as_long_as_before() -> None:
    assert FAILURE.edits("catalogue", {"factor": 2.5}) == (Edit("slow_station", "catalogue", 2.5),)
    assert FAILURE.heals("catalogue", {"factor": 2.5}) == (Edit("slow_station", "catalogue", 1.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Catalogue", {"factor": 2.5}) == "Catalogue made 2.5 times as slow"

from engine.design.kinds import Edit
from engine.failures.leak import FAILURE


def test_service_times_grow_until_the_leak_is_mended() -> None:
    assert FAILURE.edits("catalogue", {"growth_per_min": 0.5}) == (Edit("leak_station", "catalogue", 0.5),)
    assert FAILURE.heals("catalogue", {"growth_per_min": 0.5}) == (Edit("leak_station", "catalogue", 0.0),)


def test_the_log_says_what_was_done() -> None:
    sentence = FAILURE.sentence("Catalogue", {"growth_per_min": 0.2})
    assert sentence == "Catalogue leaks memory: 20 % slower every minute"

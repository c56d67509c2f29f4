from engine.design.kinds import Edit
from engine.failures.storm_alerts import FAILURE


def test_telemetry_is_told_by_how_much_and_that_it_is_over() -> None:
    assert FAILURE.edits("eye", {"times": 10}) == (Edit("tell_controller", "eye", 10.0),)
    assert FAILURE.heals("eye", {"times": 10}) == (Edit("tell_controller", "eye", 0.0),)


def test_the_log_says_what_was_done() -> None:
    assert FAILURE.sentence("Eye", {"times": 10.0}) == "The thresholds of Eye are 10 times as low"

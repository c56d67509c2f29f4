from engine.failures.isolate_place import FAILURE
from engine.simulate import start
from tests import two_regions


def test_calls_across_the_border_vanish_and_nothing_dies() -> None:
    simulation = start(
        two_regions.design(schedule=[{"at": 4.0, "failure": "isolate_place", "target": "us", "for": 3.0}]), 1
    )
    while not simulation.finished:
        simulation.advance()
    summary = simulation.summary()
    assert summary["connections"]["gateway-archive"]["errors"]["cut"] > 100
    assert summary["connections"]["gateway-catalogue"]["errors"] == {}
    assert summary["requests"]["error"] == 0
    assert summary["requests"]["ok"] > 400
    assert summary["log"][0]["sentence"] == "us cut off from the rest"


def test_the_log_names_the_place() -> None:
    assert FAILURE.sentence("Europe", {}) == "Europe cut off from the rest"

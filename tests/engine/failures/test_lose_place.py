from engine.failures.lose_place import FAILURE
from engine.simulate import start
from tests import two_regions


def test_everything_in_a_lost_region_dies_and_comes_back() -> None:
    simulation = start(
        two_regions.design(schedule=[{"at": 4.0, "failure": "lose_place", "target": "eu", "for": 3.0}]), 1
    )
    up = {}
    column = simulation.layout["component_metrics"].index("instances_up")
    while not simulation.finished:
        frame = simulation.advance()
        if frame is not None:
            up[round(frame["clock_s"], 1)] = [row[column] for row in frame["components"][1:]]
    assert up[3.0] == up[8.0] == [3, 3, 3]
    assert up[5.0] == up[6.0] == [0, 0, 3]
    errors = simulation.summary()["components"]["viewers"]["errors"]
    assert set(errors) <= {"unavailable", "killed"}
    assert errors["unavailable"] > 100


def test_the_log_names_the_place() -> None:
    assert FAILURE.sentence("Europe", {}) == "Europe lost"

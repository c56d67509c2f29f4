from engine.design.kinds import Edit
from engine.failures.replay import FAILURE


def test_dead_letters_go_back_until_they_are_kept_again() -> None:
    assert FAILURE.edits("letters", {}) == (Edit("stall_station", "letters", 0.0),)
    assert FAILURE.heals("letters", {}) == (Edit("stall_station", "letters", 1.0),)
    assert FAILURE.sentence("Letters", {}) == "Letters is replayed"

from engine.design.kinds import Edit
from engine.failures.lose_leader import FAILURE


def test_the_tail_is_lost_and_nothing_moves_until_new_leaders_are_elected() -> None:
    assert FAILURE.edits("bus", {"behind_ms": 500.0}) == (
        Edit("lose_tail", "bus", 0.5),
        Edit("refuse_work", "bus", 1.0),
        Edit("stall_station", "bus", 1.0),
    )
    healed = FAILURE.heals("bus", {"behind_ms": 500.0})
    assert healed == (Edit("refuse_work", "bus", 0.0), Edit("stall_station", "bus", 0.0))
    assert FAILURE.sentence("Bus", {"behind_ms": 500.0}) == "Bus lost its leaders; the followers were 500 ms behind"

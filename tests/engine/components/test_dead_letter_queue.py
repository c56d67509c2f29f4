from tests.engine.components.recorder import lowered


def test_it_keeps_what_it_has_unless_it_has_a_rate() -> None:
    assert lowered("dead_letter_queue")["dead_letters"] == {"is_parked": True}
    told = lowered("dead_letter_queue", replay_rate=4.0)
    assert told["dead_letters"] == {"is_parked": False}
    assert told["station"]["service"].mean_s == 0.25

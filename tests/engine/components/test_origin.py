from tests.engine.components.recorder import lowered


def test_an_origin_carries_as_many_transfers_at_once_as_it_has_slots() -> None:
    station = lowered("origin", instances=2, slots=3, first_byte_ms_mean="0.1 s")["station"]
    assert (station["instances"], station["slots"], station["service"].mean_s) == (2, 3, 0.1)

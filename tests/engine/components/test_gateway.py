from tests.engine.components.recorder import lowered


def test_a_gateway_holds_no_slot_while_it_waits_for_answers() -> None:
    station = lowered("gateway", instances=2, slots=5, filter_ms_mean=4)["station"]
    assert station["holds_slot_while_calling"] is False
    assert (station["instances"], station["slots"]) == (2, 5)
    assert station["service"].mean_s == 0.004

from engine.catalogue import components
from engine.design.rows import NO_LIMIT
from tests.engine.components.recorder import explained, lowered, made


def test_a_service_is_one_station_with_times_in_seconds() -> None:
    station = lowered(
        "service", instances=3, slots=2, queue_limit=9, service_ms_mean=20, distribution="gamma", cv2=4, error_ratio=0.1
    )["station"]
    assert (station["instances"], station["slots"], station["queue_limit"]) == (3, 2, 9)
    assert (station["service"].shape, station["service"].mean_s, station["service"].cv2) == ("gamma", 0.02, 4.0)
    assert station["error_ratio"] == 0.1


def test_a_service_may_have_no_limit_to_its_queue() -> None:
    assert lowered("service", queue_limit=-1)["station"]["queue_limit"] == NO_LIMIT


def test_blocking_code_holds_its_slot_and_asynchronous_code_does_not() -> None:
    assert lowered("service")["station"]["holds_slot_while_calling"] is True
    assert lowered("service", holds_slot_while_calling=False)["station"]["holds_slot_while_calling"] is False


def test_a_busy_service_says_how_long_requests_wait() -> None:
    row = {"arrivals": 10, "utilisation": 0.94, "queue_mean": 3.0, "in_system_mean": 4.0, "latency_s": {"mean": 0.051}}
    assert explained("service", row) == ["it is 94 % busy: requests wait 38 ms on average of 51 ms in total."]


def test_a_service_says_why_requests_failed() -> None:
    row = {"arrivals": 100, "utilisation": 0.2, "errors": {"queue_full": 6, "dependency": 0}}
    assert explained("service", row) == ["it is 20 % busy.", "it failed 6 % of its requests because a queue was full."]


def test_every_preset_makes_a_service_that_can_be_read() -> None:
    for preset in components()["service"].presets:
        assert (
            made("service", **preset.parameters).parameters["service_ms_mean"] == preset.parameters["service_ms_mean"]
        )

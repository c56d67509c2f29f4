from typing import Any

from engine.results.detection import detection_of


def _entry(clock_s: float, *, heal: bool = False, origin: str = "schedule", failure: str = "hang") -> dict[str, Any]:
    return {"clock_s": clock_s, "heal": heal, "origin": origin, "failure": failure, "target": "service"}


def _told(*raised_s: float) -> dict[str, Any]:
    return {"alerts": [{"raised_s": each} for each in raised_s], "notices_within_s": 10.0}


def test_the_first_alert_after_a_failure_notices_it() -> None:
    found = detection_of([_entry(100.0)], "eye", _told(130.0, 150.0))
    assert found == {"failures": 1, "detected": 1, "detect_s_mean": 30.0, "false_alarms": 0}


def test_an_alert_before_or_long_after_a_failure_is_false() -> None:
    found = detection_of([_entry(100.0), _entry(120.0, heal=True)], "eye", _told(90.0, 129.0, 131.0))
    assert found == {"failures": 1, "detected": 1, "detect_s_mean": 29.0, "false_alarms": 2}


def test_what_controllers_do_is_no_failure() -> None:
    found = detection_of([_entry(100.0, origin="controller")], "eye", _told(130.0))
    assert found == {"failures": 0, "detected": 0, "detect_s_mean": None, "false_alarms": 1}


def test_a_failure_that_nobody_saw_is_counted_and_has_no_time() -> None:
    found = detection_of([_entry(1.0), _entry(1.0, failure="kill_instances"), _entry(2.0, heal=True)], "eye", _told())
    assert (found["failures"], found["detected"], found["detect_s_mean"]) == (2, 0, None)


def test_what_is_done_to_the_watcher_is_not_for_it_to_notice() -> None:
    own = {**_entry(100.0, failure="stop_collector"), "target": "eye"}
    found = detection_of([own], "eye", _told(130.0))
    assert found == {"failures": 0, "detected": 0, "detect_s_mean": None, "false_alarms": 1}

from tests.engine.components.recorder import explained, lowered


def test_it_handles_no_requests() -> None:
    assert lowered("telemetry") == {"collector": {}}


def test_the_report_says_what_was_noticed_and_what_was_not() -> None:
    told = {
        "alerts": [{}, {}],
        "scrapes": 10,
        "missed": 4,
        "dark": 3,
        "blind": ["store"],
        "gb_per_day": 12.0,
        "credits_per_day": 1.2,
        "detection": {"failures": 2, "detected": 1, "detect_s_mean": 30.0, "false_alarms": 1},
    }
    text = " ".join(explained("telemetry", {"controller": told}))
    for part in (
        "2 alerts",
        "1 of 2 failures",
        "30.0 s after",
        "1 alerts had no failure",
        "40 %",
        "30 %",
        "store",
        "12 GB",
    ):
        assert part in text

from tests.engine.components.recorder import explained, lowered


def test_it_has_one_leader_with_its_connections() -> None:
    station = lowered("relational_database")["station"]
    assert (station["instances"], station["slots"], station["service"].mean_s) == (1, 30, 0.1)


def test_the_report_says_when_it_lost_its_leader() -> None:
    row = {"controller": {"failovers": 2}, "errors": {}, "utilisation": 0.2, "queue": {"mean": 0.0}}
    assert any("2 times" in text for text in explained("relational_database", row))

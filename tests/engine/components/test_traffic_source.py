from tests.engine.components.recorder import explained, lowered


def test_a_source_describes_its_requests_and_their_keys() -> None:
    rows = lowered("traffic_source", process="even", request_class="browse", keys_count=7, zipf_alpha=1.2)
    assert rows["source"].pop("priority") == "critical"
    assert rows["source"] == {"request_class": "browse", "process": "even", "keys_count": 7, "zipf_alpha": 1.2}


def test_a_source_says_what_its_viewers_got() -> None:
    row = {"arrivals": 1_000, "errors": {"timeout": 100}, "latency_s": {"p99": 0.25}}
    assert explained("traffic_source", row) == [
        "it: 10 % of requests failed, and the slowest 1 % took 250 ms or longer."
    ]


def test_a_source_that_sent_nothing_says_so() -> None:
    assert explained("traffic_source", {"arrivals": 0}) == ["it sent no requests."]

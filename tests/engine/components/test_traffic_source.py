from engine.design.rows import ONE_LAW, Wishes
from tests.engine.components.recorder import explained, lowered


def test_a_source_describes_its_requests_and_their_keys() -> None:
    rows = lowered("traffic_source", process="even", request_class="browse", keys_count=7, zipf_alpha=1.2)
    assert rows["source"].pop("priority") == "critical"
    told = {"request_class": "browse", "process": "even", "keys_count": 7, "zipf_alpha": 1.2}
    assert rows["source"] == {
        **told,
        "burstiness": 1.0,
        "users": 0,
        "think_s": 0.0,
        "people": 10_000,
        "absent_ratio": 0.0,
        "wishes": ONE_LAW,
    }


def test_a_source_tells_how_its_popularity_varies() -> None:
    told = {"one_hit_ratio": 0.3, "rank_correlation": 0.8, "drift_ratio": 0.02, "drift_every_s": "1 h"}
    premiere = {"premiere_share": 0.35, "premiere_at_s": 60, "premiere_rise_s": 10, "premiere_fade_s": 300}
    wishes = lowered("traffic_source", **told, **premiere)["source"]["wishes"]
    assert wishes == Wishes(0.3, 0.8, 0.02, 3_600.0, 0.35, 60.0, 10.0, 300.0)


def test_bursts_belong_to_a_bursty_source_and_users_to_a_closed_one() -> None:
    parameters = {"burstiness": 4.0, "users": 30, "think_s": 2.0}
    bursty = lowered("traffic_source", process="mmpp", **parameters)["source"]
    assert (bursty["process"], bursty["burstiness"], bursty["users"]) == ("mmpp", 4.0, 0)
    closed = lowered("traffic_source", process="closed", **parameters)["source"]
    assert (closed["process"], closed["users"], closed["think_s"]) == ("closed", 30, 2.0)


def test_bursts_of_index_one_are_a_poisson_process() -> None:
    assert lowered("traffic_source", process="mmpp", burstiness=1.0)["source"]["process"] == "poisson"


def test_a_source_says_what_its_viewers_got() -> None:
    row = {"arrivals": 1_000, "errors": {"timeout": 100}, "latency_s": {"p99": 0.25}}
    assert explained("traffic_source", row) == [
        "it: 10 % of requests failed, and the slowest 1 % took 250 ms or longer."
    ]


def test_a_source_that_sent_nothing_says_so() -> None:
    assert explained("traffic_source", {"arrivals": 0}) == ["it sent no requests."]

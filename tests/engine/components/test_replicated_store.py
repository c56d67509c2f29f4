from engine.design.rows import Replicas
from tests.engine.components.recorder import explained, lowered

ROW = {"errors": {}, "arrivals": 10, "utilisation": 0.2, "queue_mean": 0.0}


def test_it_keeps_each_key_on_some_of_its_shards() -> None:
    rows = lowered("replicated_store", shards=5, slots=7, read_ms_mean=8, write_ms_mean=2, max_conns=100)
    assert (rows["station"]["instances"], rows["station"]["slots"], rows["station"]["queue_limit"]) == (5, 7, 93)
    assert rows["replicas"]["told"] == Replicas(5, 3, 1, 2, 0.25, repairs=True)


def test_it_never_has_more_slots_than_connections() -> None:
    station = lowered("replicated_store", slots=9, max_conns=4)["station"]
    assert (station["slots"], station["queue_limit"]) == (4, 0)


def test_the_report_says_why_reads_were_stale_and_what_was_lost() -> None:
    texts = explained("replicated_store", ROW | {"reads": 200, "stale_reads": 3, "lost_writes": 2})
    assert any("1.5 % of the reads" in text and "asks 1" in text for text in texts)
    assert any("lost 2 writes" in text for text in texts)

from engine.design.rows import Replicas
from tests.engine.components.recorder import explained, lowered

ROW = {"errors": {}, "arrivals": 10, "utilisation": 0.2, "queue_mean": 0.0}


def test_it_keeps_each_key_on_some_of_its_shards() -> None:
    rows = lowered("replicated_store", shards=5, slots=7, read_ms_mean=8, write_ms_mean=2, max_conns=100)
    assert (rows["station"]["instances"], rows["station"]["slots"], rows["station"]["queue_limit"]) == (5, 7, 93)
    assert rows["replicas"]["told"] == Replicas(5, 3, 1, 2, 0.25, repairs=True, lag_s=0.3)


def test_it_never_has_more_slots_than_connections() -> None:
    station = lowered("replicated_store", slots=9, max_conns=4)["station"]
    assert (station["slots"], station["queue_limit"]) == (4, 0)


def test_the_report_says_why_reads_were_stale_and_what_was_lost() -> None:
    texts = explained("replicated_store", ROW | {"reads": 200, "stale_reads": 3, "lost_writes": 2})
    assert any("1.5 % of the reads" in text and "asks 1" in text for text in texts)
    assert any("lost 2 writes" in text for text in texts)


def test_copies_take_their_lag_and_writes_may_wait_for_them() -> None:
    told = lowered("replicated_store", replication_lag_ms=1200, acknowledge="everywhere")["replicas"]["told"]
    assert (told.lag_s, told.waits_for_far) == (1.2, True)


def test_the_report_says_that_old_values_were_still_travelling() -> None:
    row = ROW | {"reads": 200, "stale_reads": 3, "lost_writes": 2, "copies": 50, "sent_copies": 40}
    texts = explained("replicated_store", row)
    assert any("still on its way" in text for text in texts)
    assert any("before any copy had reached another store" in text for text in texts)

from tests.engine.components.recorder import lowered


def test_a_partition_is_an_instance_that_takes_one_message_at_a_time() -> None:
    told = lowered("event_bus", partitions=6, partition_rate=500.0)
    assert (told["station"]["instances"], told["station"]["slots"]) == (6, 1)
    assert (told["station"]["service"].shape, told["station"]["service"].mean_s) == ("constant", 0.002)


def test_its_choices_become_those_of_a_log() -> None:
    told = lowered("event_bus", key="title", acks="all", rf=1, retention_h=2.0)["log"]
    assert told == {"key": "title", "acks": "all", "is_replicated": False, "retention_s": 7200.0}

from tests.engine.components.recorder import lowered


def test_consumers_are_servers_of_one_message() -> None:
    told = lowered("consumer_group", consumers=3, process_ms=2.0)
    assert (told["station"]["instances"], told["station"]["slots"]) == (3, 1)
    assert told["station"]["service"].mean_s == 0.002
    assert told["consumers"]["count"] == 3


def test_without_dead_letters_it_never_gives_up() -> None:
    assert lowered("consumer_group", dlq=False)["consumers"]["gives_up"] is False
    assert lowered("consumer_group")["consumers"]["retries"] == 3

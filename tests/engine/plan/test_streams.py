"""Names of random streams."""

from engine.plan.streams import stream_key


def test_keys_differ_with_every_part_of_the_name() -> None:
    names = [(1, "source", "a"), (2, "source", "a"), (1, "shards", "a"), (1, "source", "b"), (1, "source", "a", "1")]
    assert len({stream_key(*name) for name in names}) == len(names)


def test_where_one_part_ends_and_the_next_begins_matters() -> None:
    assert stream_key(1, "x", "ab", "c") != stream_key(1, "x", "a", "bc")


def test_a_key_never_changes() -> None:
    """Results of stored runs lean on it."""
    assert stream_key(7, "source", "viewers") == 11603266592096648515

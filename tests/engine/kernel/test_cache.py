"""A cache of two shards, by hand."""

import numpy as np

from engine.kernel import cache
from engine.kernel.records import CACHE, ENTRY, EVICTIONS
from engine.plan.shards import empty_shards


class Caches:
    """Two shards of two keys."""

    def __init__(self, ttl_ns: int = 0, renews_on_read: int = 0) -> None:
        self.caches = np.zeros(1, CACHE)
        self.caches["keys_count"], self.caches["eviction"], self.caches["holder"] = 10, EVICTIONS["lru"], -1
        self.caches["ttl_ns"], self.caches["may_expire"], self.caches["renews_on_read"] = (
            ttl_ns,
            ttl_ns > 0,
            renews_on_read,
        )
        self.shards = empty_shards([2, 2], "lru")
        self.entries = np.zeros(10, ENTRY)
        for column in ("shard", "newer", "older"):
            self.entries[column] = -1

    def look_up(self, item: int, shard: int = 0, now: int = 0) -> bool:
        """True on a hit."""
        return bool(cache.look_up(self.caches, self.shards, self.entries, 0, shard, item, cache.NO_DRAW, now))

    def store(self, item: int, shard: int = 0, now: int = 0) -> None:
        """Puts a key in."""
        cache.store(self.caches, self.shards, self.entries, 0, shard, item, cache.NO_DRAW, now)


def test_the_least_recently_used_key_makes_room() -> None:
    keys = Caches()
    keys.store(1)
    keys.store(2)
    assert keys.look_up(1)
    keys.store(3)
    assert [keys.look_up(item) for item in (1, 2, 3)] == [True, False, True]


def test_a_key_stored_twice_takes_one_place() -> None:
    keys = Caches()
    for item in (1, 1, 2, 1):
        keys.store(item)
    assert keys.shards[0]["held"] == 2
    assert keys.look_up(1)
    assert keys.look_up(2)


def test_a_key_lives_in_one_shard_at_a_time() -> None:
    keys = Caches()
    keys.store(1, shard=0)
    keys.store(1, shard=1)
    assert not keys.look_up(1, shard=0)
    assert keys.look_up(1, shard=1)
    assert keys.shards["held"].tolist() == [0, 1]


def test_time_to_live_runs_from_the_write_or_from_the_last_read() -> None:
    for renews_on_read, is_there in ((0, False), (1, True)):
        keys = Caches(ttl_ns=100, renews_on_read=renews_on_read)
        keys.store(1, now=0)
        assert keys.look_up(1, now=99)
        assert keys.look_up(1, now=150) is is_there
        assert not keys.look_up(1, now=400)


def test_an_emptied_shard_forgets_and_fills_again() -> None:
    keys = Caches()
    keys.store(1)
    keys.store(2)
    cache.empty_shard(0, keys.shards, keys.entries, 0)
    assert not keys.look_up(1)
    keys.store(2)
    assert keys.look_up(2)


def test_copies_hold_the_same_key_each_for_itself() -> None:
    keys = Caches()
    keys.entries = np.concatenate([keys.entries, keys.entries])
    keys.caches["stride"] = 10
    keys.store(1, shard=0)
    keys.store(1, shard=1)
    assert keys.look_up(1, shard=0)
    assert keys.look_up(1, shard=1)
    cache.empty_shard(cache.first_entry_of(keys.caches, 0, 1), keys.shards, keys.entries, 1)
    assert keys.look_up(1, shard=0)
    assert not keys.look_up(1, shard=1)


def test_the_copy_of_an_instance_is_found_by_its_place() -> None:
    keys = Caches()
    keys.caches["first_shard"] = 7
    assert [cache.copy_of(keys.caches, 0, place) for place in (0, 2, -5)] == [7, 9, 7]

from tests.engine.components.recorder import explained, lowered


def test_a_cache_warmer_handles_no_requests() -> None:
    assert lowered("cache_warmer") == {}


def test_a_cache_warmer_says_how_many_dumps_it_made() -> None:
    assert explained("cache_warmer", {"controller": {"dumps": 3}}) == ["it made 3 dumps."]
    assert explained("cache_warmer", {"controller": {"dumps": 1}}) == ["it made one dump."]
    assert explained("cache_warmer", {"controller": {"dumps": 0}}) == []

from tests.engine.components.recorder import lowered


def test_a_store_has_one_instance_for_each_shard() -> None:
    station = lowered("store", shards=5, slots=7, read_ms_mean=8)["station"]
    assert (station["instances"], station["slots"], station["service"].mean_s) == (5, 7, 0.008)

from tests.engine.components.carriers import carried
from tests.engine.components.recorder import explained, lowered


def test_it_handles_bytes_alone() -> None:
    assert lowered("exchange_site") == {"tier": {}}


def test_it_is_larger_than_an_isp_edge_site_farther_away_and_not_in_the_network_of_viewers() -> None:
    here, near = carried("exchange_site"), carried("edge_site")
    assert here.storage_gb > near.storage_gb
    assert here.gbps > near.gbps
    assert here.rtt_ms > near.rtt_ms
    assert not here.is_near


def test_it_says_how_full_it_was() -> None:
    told = {"gb": 10.0, "gbps": 1.0, "utilisation": 0.1, "byte_hit_ratio": 1.0}
    assert len(explained("exchange_site", {"controller": told})) == 2

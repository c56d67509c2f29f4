from engine.design.carriers import BOTH, SEGMENTS, TITLES
from engine.design.discovery import component_types
from tests.engine.components.carriers import carried
from tests.engine.components.recorder import explained, lowered, made


def test_it_handles_bytes_alone() -> None:
    assert lowered("edge_site") == {"tier": {}}


def test_its_appliances_serve_what_is_usable_of_them() -> None:
    plan = carried("edge_site", appliances=3, serve_gbps=100.0, usable=0.8, storage_tb=100.0)
    assert (plan.gbps, plan.appliances, plan.storage_gb, plan.rtt_ms) == (240.0, 3, 100_000.0, 12.0)
    assert plan.is_near


def test_it_is_filled_by_night_or_on_a_miss_or_both() -> None:
    kept = [carried("edge_site", fill=fill).keeps for fill in ("push", "pull", "hybrid")]
    assert kept == [TITLES, SEGMENTS, BOTH]


def test_it_says_how_full_it_was_and_what_it_had() -> None:
    told = {"gb": 1500.0, "gbps": 9.5, "utilisation": 0.95, "byte_hit_ratio": 0.5}
    assert explained("edge_site", {"controller": told}) == [
        "it carried 1,500 GB, 9.5 Gbit/s on average: 95 % of what it can.",
        "it had 50 % of the bytes that were asked of it.",
    ]
    assert explained("edge_site", {}) == ["No bytes went through it."]


def test_each_of_its_appliances_is_paid_for() -> None:
    price = component_types()["edge_site"].price
    assert price.without_instances(made("edge_site", appliances=3)) == 4.5

from engine.design.carriers import NOTHING
from tests.engine.components.carriers import carried
from tests.engine.components.recorder import explained, lowered


def test_it_is_a_line_for_bytes() -> None:
    assert lowered("link") == {"line": {}}


def test_it_keeps_nothing() -> None:
    plan = carried("link", gbps=5.0, rtt_ms=3.0, price_per_gb=0.01)
    assert (plan.keeps, plan.gbps, plan.rtt_ms, plan.credits_per_gb) == (NOTHING, 5.0, 3.0, 0.01)


def test_it_says_how_full_it_was() -> None:
    told = {"gb": 10.0, "gbps": 1.0, "utilisation": 0.8}
    assert explained("link", {"controller": told}) == ["it carried 10 GB, 1 Gbit/s on average: 80 % of what it can."]

import pytest

from engine.design.carriers import EVERYTHING
from engine.simulate import start
from tests import tiny
from tests.engine.components.carriers import carried, drawn
from tests.engine.components.recorder import explained, lowered


def test_it_handles_bytes_alone() -> None:
    assert lowered("object_storage") == {"tier": {}}


def test_it_has_everything_and_is_slow_to_begin() -> None:
    plan = carried("object_storage", egress_gbps=20.0)
    assert (plan.keeps, plan.gbps, plan.first_byte_ms, plan.rtt_ms) == (EVERYTHING, 20.0, 90.0, 90.0)


def test_what_leaves_it_is_paid_for() -> None:
    storage = tiny.component("storage", "object_storage", cost_per_gb=0.05)
    simulation = start(drawn(storage, streams=[("viewers", "storage")]), seed=1)
    while not simulation.finished:
        simulation.advance(10_000_000)
    summary = simulation.summary()
    told = summary["components"]["storage"]["controller"]
    assert told["gb"] > 0.0
    assert told["gb"] * 8e9 == pytest.approx(summary["components"]["viewers"]["controller"]["link_bits"])
    assert summary["cost"]["components"]["storage"]["credits"] == pytest.approx(0.05 * told["gb"])
    # Three round trips of 20 + 90 ms and three waits of 90 ms for the first byte come before any start.
    assert summary["components"]["viewers"]["controller"]["start_s_p50"] > 0.5


def test_it_says_how_full_it_was() -> None:
    told = {"gb": 10.0, "gbps": 1.0, "utilisation": 0.1, "byte_hit_ratio": 1.0}
    assert explained("object_storage", {"controller": told})[0].startswith("it carried 10 GB")

from typing import Any

from engine.design.policies import lower_policies
from engine.policies.rate_limit import POLICY
from engine.simulate import start
from tests import tiny


def test_rates_are_whole_thousandths_and_a_token_has_a_trillion_parts() -> None:
    row = lower_policies({POLICY.name: {"rate_per_s": 7.3, "burst": 5}})
    assert row.columns == {"rate": 7_300, "rate_ceiling": 5 * 10**12}


def test_so_many_pass_as_tokens_came_and_lay_there_at_the_start() -> None:
    """50 calls a second for 10 s meet 7 tokens a second: 5 at the start, and one each seventh of a second."""
    summary = _run({"rate_per_s": 7.0, "burst": 5})
    passed = summary["requests"]["ok"]
    assert 5 + 68 <= passed <= 5 + 70
    assert summary["losses"] == {"rate_limited": summary["requests"]["offered"] - passed}


def test_a_rate_above_the_offer_refuses_nothing() -> None:
    assert _run({"rate_per_s": 50.0, "burst": 1})["losses"] == {}


def test_a_long_pause_at_a_high_rate_only_fills_the_bucket() -> None:
    assert _run({"rate_per_s": 1e6, "burst": 1_000_000})["losses"] == {}


def _run(parameters: dict[str, Any]) -> dict[str, Any]:
    """50 even calls a second for 10 s, answered at once."""
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            tiny.component("service", service_ms_mean=0.001, error_ratio=0.0),
        ],
        connections=[tiny.connection("viewers", "service", policies={POLICY.name: parameters})],
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()

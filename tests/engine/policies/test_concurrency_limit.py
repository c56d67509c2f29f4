from typing import Any

import pytest

from engine.design.policies import lower_policies
from engine.policies.concurrency_limit import POLICY
from engine.simulate import start
from tests import tiny

LINK = "viewers-service"


def test_its_default_is_gradient2_between_20_and_200() -> None:
    row = lower_policies({POLICY.name: {each.name: each.default for each in POLICY.parameters}})
    assert row.columns["permits"] == row.columns["limit_low"] == 20
    assert row.columns["limit_high"] == 200
    assert row.columns["limit_algorithm"] == "gradient2"
    assert "permits_queue" not in row.columns


def test_a_fixed_limit_stays_and_refuses_what_is_above_it() -> None:
    summary = _run("fixed")
    assert summary["connections"][LINK]["policies"]["limit"] == 10.0
    assert summary["losses"].keys() == {"concurrency_limited"}


@pytest.mark.parametrize("algo", ["aimd", "vegas", "gradient2"])
def test_a_limit_that_is_used_up_by_quick_answers_grows(algo: str) -> None:
    assert _run(algo, slots=1_000)["connections"][LINK]["policies"]["limit"] > 20.0


def test_failures_lower_the_limit_of_aimd_to_its_least() -> None:
    assert _run("aimd", error_ratio=1.0)["connections"][LINK]["policies"]["limit"] == 5.0


@pytest.mark.parametrize("algo", ["vegas", "gradient2"])
def test_answers_that_slow_down_keep_the_limit_low(algo: str) -> None:
    """Ten slots: what is above them only waits longer."""
    assert _run(algo, slots=10)["connections"][LINK]["policies"]["limit"] < 60.0


def _run(algo: str, **service: Any) -> dict[str, Any]:
    """500 calls a second of 50 ms need 25 at once."""
    plain = {"slots": 100, "service_ms_mean": 50.0, "distribution": "constant", "instances": 1, "queue_limit": -1}
    limits = {"algo": algo, "initial": 10, "min": 5, "max": 100, "window_ms": 100}
    design = tiny.design(
        rate_per_s=500.0,
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", **{**plain, "error_ratio": 0.0, **service}),
        ],
        connections=[tiny.connection("viewers", "service", policies={POLICY.name: limits})],
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()

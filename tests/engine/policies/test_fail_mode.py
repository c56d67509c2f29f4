import pytest

from engine.design.policies import lower_policies
from engine.policies.fail_mode import POLICY
from engine.simulate import start
from tests import tiny


def test_only_open_says_something() -> None:
    assert lower_policies({POLICY.name: {"mode": "open"}}).rules == {"optional"}
    assert lower_policies({POLICY.name: {"mode": "closed"}}).rules == set()


@pytest.mark.parametrize(("mode", "answered"), [("open", True), ("closed", False)])
def test_a_failed_call_counts_as_answered_when_open(mode: str, answered: bool) -> None:
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", error_ratio=1.0),
        ],
        connections=[tiny.connection("viewers", "service", policies={POLICY.name: {"mode": mode}})],
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance()
    summary = simulation.summary()
    assert (summary["requests"]["error"] == 0) == answered
    assert summary["connections"]["viewers-service"]["failures"] > 400

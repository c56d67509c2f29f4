import pytest

from engine.design.policies import lower_policies
from engine.kernel.throttle import refusal_chance
from engine.policies.adaptive_throttle import POLICY
from engine.simulate import start
from tests import tiny


def test_its_window_has_ten_buckets() -> None:
    row = lower_policies({POLICY.name: {"k": 2.0, "window_s": 120.0}})
    assert row.columns == {"throttle_bucket_ns": 12 * 10**9, "throttle_k": 2.0}


@pytest.mark.parametrize(
    ("requests", "accepts", "chance"), [(0, 0, 0.0), (100, 60, 0.0), (99, 0, 0.99), (99, 10, 0.79)]
)
def test_the_chance_of_a_refusal(requests: int, accepts: int, chance: float) -> None:
    assert refusal_chance(requests, accepts, 2.0) == pytest.approx(chance)


def test_a_callee_that_answers_nothing_well_is_hardly_asked() -> None:
    """The chance to be sent is 1 / (requests + 1), so about the logarithm of the number of calls are sent."""
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", service_ms_mean=0.001, error_ratio=1.0),
        ],
        connections=[tiny.connection("viewers", "service", policies={POLICY.name: {}})],
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance()
    losses = simulation.summary()["losses"]
    assert 1 <= losses["failed"] <= 25
    assert losses["throttled"] > 400

import pytest

from engine.simulate import start
from tests import tiny
from tests.engine.components.recorder import lowered


def test_its_times_have_the_mean_and_the_variance_of_the_mixture() -> None:
    shares = {"browse_share": 0.5, "search_share": 0.0, "account_share": 0.0, "play_share": 0.5}
    service = lowered("monolith", browse_ms_mean=10, play_ms_mean=30, **shares)["station"]["service"]
    assert service.mean_s == pytest.approx(0.020)
    assert service.cv2 == pytest.approx((0.010**2 + 0.030**2) / 0.020**2 - 1.0)


def test_one_slow_function_takes_slots_from_all() -> None:
    busy = [_utilisation(play_ms_mean=time_ms) for time_ms in (30.0, 600.0)]
    assert busy[1] > 2.0 * busy[0]


def test_it_queues_sheds_and_warms_up_as_a_service_does() -> None:
    rules = {"discipline": "lifo", "shedding": "thresholds", "runtime": "node", "error_ratio": 0.1, "warmup_s": 60.0}
    monolith, service = (lowered(each, **rules)["station"] for each in ("monolith", "service"))
    for name in ("discipline", "shedding", "slots", "error_ratio", "pace", "holds_slot_while_calling"):
        assert monolith[name] == service[name], name
    assert lowered("monolith")["station"]["holds_slot_while_calling"]


def _utilisation(**parameters: float) -> float:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", "monolith", **parameters)]
    )
    simulation = start(design, 5)
    while not simulation.finished:
        simulation.advance()
    return float(simulation.summary()["components"]["service"]["utilisation"])

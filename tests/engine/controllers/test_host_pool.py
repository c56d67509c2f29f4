from __future__ import annotations

from typing import Any

import pytest

from engine.simulate import Intervention, Simulation, start
from tests import tiny


def test_who_stands_on_a_lost_host_dies_and_comes_back_with_it() -> None:
    simulation = _pool("binpack", [{"at": 5.2, "failure": "lose_host", "target": "pool", "for": 5.0}])
    assert _up(simulation, 5.0) == (3, 2)
    assert _up(simulation, 8.0) == (1, 2)
    assert _up(simulation, 12.0) == (3, 2)
    told = _told(simulation)
    assert told["deaths"] == 2
    assert [each["instances"] for each in told["hosts"]] == [2, 2, 1, 0]


def test_what_comes_up_on_a_lost_host_dies_there() -> None:
    simulation = _pool("binpack", [{"at": 5.2, "failure": "lose_host", "target": "pool"}])
    _up(simulation, 6.0)
    simulation.intervene(Intervention("kill_instances", "a", {"count": 1}, heal=True))
    assert _up(simulation, 9.0) == (1, 2)
    assert _told(simulation)["deaths"] == 3


def test_a_spread_service_loses_one_instance_where_a_packed_one_loses_two() -> None:
    failure = [{"at": 5.2, "failure": "lose_host", "target": "pool"}]
    assert _up(_pool("spread", failure), 8.0) == (2, 1)
    assert _up(_pool("isolate", failure), 8.0) == (1, 2)


@pytest.mark.parametrize(("excess", "factor"), [(0.5, 2.0), (1.0, 3.0)])
def test_service_beside_a_noisy_neighbour_takes_longer_by_alpha_times_the_excess(excess: float, factor: float) -> None:
    """Two of the three instances of the service stand on the fullest host, and each gets a third of the requests."""
    parameters = {"hosts": 1, "excess": excess}
    failure = {"at": 0.0, "failure": "noisy_neighbour", "target": "pool", "parameters": parameters}
    simulation = _pool("binpack", [failure], rate_per_s=5.0)
    _up(simulation, 60.0)
    latency_s = simulation.summary()["components"]["a"]["latency_s"]["mean"]
    assert latency_s == pytest.approx(0.01 * (2.0 * factor + 1.0) / 3.0, rel=0.01)


def test_a_neighbour_that_is_quiet_again_disturbs_nobody() -> None:
    failure = {"at": 0.0, "failure": "noisy_neighbour", "target": "pool", "for": 1.0}
    simulation = _pool("binpack", [failure], rate_per_s=5.0, warm_up=10.0)
    _up(simulation, 60.0)
    assert simulation.summary()["components"]["a"]["latency_s"]["mean"] == pytest.approx(0.01, rel=1e-3)


def test_the_hosts_of_a_busy_service_are_as_busy_as_it_is() -> None:
    simulation = _pool("spread", [], rate_per_s=90.0)
    _up(simulation, 60.0)
    summary = simulation.summary()
    hosts = summary["components"]["pool"]["controller"]["hosts"]
    busy = sum(each["utilisation"] * each["instances"] for each in hosts)
    # A look finds an instance busy or not: 60 looks at 3 instances of which 0.3 are busy.
    error = (60 * 3 * 0.3 * 0.7) ** 0.5 / 60
    assert abs(busy - 3.0 * summary["components"]["a"]["utilisation"]) < 4.0 * error


def _pool(placement: str, schedule: list[dict[str, Any]], rate_per_s: float = 5.0, warm_up: float = 0.0) -> Simulation:
    """Three instances of a called service and two of one that nobody calls, on hosts for two."""
    parts = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("a", "service", instances=3, slots=1, service_ms_mean=10.0, distribution="constant"),
        tiny.component("b", "service", instances=2),
        tiny.component("pool", "host_pool", hosts=4, slots_per_host=2, placement=placement),
    ]
    arrows = [tiny.connection("viewers", "a"), tiny.connection("pool", "a"), tiny.connection("pool", "b")]
    workload = {"duration": 60.0, "warm_up": warm_up, "traffic": [tiny.traffic(rate_per_s=rate_per_s)]}
    return start(tiny.design(components=parts, connections=arrows, schedule=schedule, workload=workload), 3)


def _up(simulation: Simulation, until_s: float) -> tuple[int, int]:
    """Runs on; how many instances of both are up then."""
    while not simulation.finished and simulation.clock_s < until_s:
        simulation.advance()
    rows = simulation.plan.component_rows
    up = simulation.state.component_states["up"]
    return int(up[rows["a"]]), int(up[rows["b"]])


def _told(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance()
    told: dict[str, Any] = simulation.summary()["components"]["pool"]["controller"]
    return told


@pytest.mark.parametrize(("processors", "excess"), [(4, 1.0), (8, 0.0), (0, 0.0)])
def test_service_takes_longer_where_slots_that_are_held_outnumber_processors(processors: int, excess: float) -> None:
    """A batch holds eight slots of one host for ever; nothing else is held there when the pool looks."""
    simulation = _beside_a_batch(processors, warm_up=20.0)
    latency_s = simulation.summary()["components"]["a"]["latency_s"]["mean"]
    # Instances are told when the factor has changed by more than a twentieth.
    assert latency_s == pytest.approx(0.01 * (1.0 + 2.0 * excess), abs=0.01 * 0.05)
    told = simulation.summary()["components"]["pool"]["controller"]
    if not processors:
        assert "worst" not in told
        return
    assert bool(told["worst"]) == (excess > 0.0)
    if excess:
        assert told["worst"]["by"]["batch"] == pytest.approx(8.0, abs=0.1)
        assert told["crowded_s"] == pytest.approx(60.0, abs=5.0)


def test_a_host_whose_batch_is_done_is_quick_again() -> None:
    simulation = _beside_a_batch(4, batch_s=10.0, warm_up=25.0)
    assert simulation.summary()["components"]["a"]["latency_s"]["mean"] == pytest.approx(0.01, rel=1e-3)
    sentences = [each["sentence"] for each in simulation.log]
    assert sentences[0] == "pool: more is asked of host 1 than its processors can do"
    assert sentences[-1] == "pool: no host is crowded now"


def _beside_a_batch(processors: int, batch_s: float = 60.0, warm_up: float = 10.0) -> Simulation:
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("studio", "traffic_source"),
        tiny.component("a", "service", instances=1, slots=1, service_ms_mean=10.0, distribution="constant"),
        tiny.component(
            "batch",
            "service",
            slots=8,
            instances=1,
            service_ms_mean=1e3 * batch_s,
            distribution="constant",
            queue_limit=0,
        ),
        tiny.component("pool", "host_pool", hosts=1, slots_per_host=2, processors=processors),
    ]
    arrows = [tiny.connection("viewers", "a"), tiny.connection("studio", "batch")]
    arrows += [tiny.connection("pool", "a"), tiny.connection("pool", "batch")]
    begun = {"from_per_s": 100.0, "to_per_s": 0.0, "start_s": 0.5}
    traffic = [tiny.traffic(rate_per_s=5.0), {"source": "studio", "shape": "step", "parameters": begun}]
    workload = {"duration": 60.0, "warm_up": warm_up, "traffic": traffic}
    simulation = start(tiny.design(components=parts, connections=arrows, workload=workload), 3)
    _told(simulation)
    return simulation

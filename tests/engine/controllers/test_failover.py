from typing import Any

from engine.simulate import Simulation, start
from tests import tiny


def _run(**parameters: Any) -> Simulation:
    parts = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("service", "relational_database", **parameters),
    ]
    lost = [{"at": 10.0, "failure": "kill_instances", "target": "service"}]
    simulation = start(tiny.design(components=parts, duration_s=40.0, schedule=lost), 2)
    while not simulation.finished:
        simulation.advance()
    return simulation


def test_nobody_answers_until_a_follower_leads() -> None:
    simulation = _run(failover_s=12.0)
    summary = simulation.summary()
    assert summary["components"]["service"]["controller"] == {"failovers": 1}
    assert summary["log"][1]["clock_s"] == 22.0
    # Twelve seconds at 50 a second, within four standard deviations.
    assert abs(summary["components"]["service"]["errors"]["unavailable"] - 600) < 4 * 600**0.5


def test_without_a_failover_it_stays_lost() -> None:
    simulation = _run(failover_s=0.0)
    assert simulation.summary()["components"]["service"]["errors"]["unavailable"] > 1_300

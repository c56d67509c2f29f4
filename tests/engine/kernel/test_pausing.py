"""A pause stops services where they are; a hang lets them end."""

from typing import Any

import pytest

from engine.simulate import start
from tests import tiny


@pytest.mark.parametrize("discipline", ["fifo", "processor_sharing"])
def test_what_is_in_service_when_it_pauses_ends_later_by_the_pause(discipline: str) -> None:
    """Requests at 1, 2, 3 … take 0.4 s; the one at 2 has had 0.1 s when everything stands still for 0.45 s."""
    latency = _run("pause", discipline)["components"]["service"]["latency_s"]
    assert latency["p99"] == pytest.approx(0.85, rel=0.01)
    assert latency["mean"] == pytest.approx((4 * 0.4 + 0.85) / 5, rel=0.01)


def test_a_hang_lets_it_end() -> None:
    assert _run("hang", "fifo")["components"]["service"]["latency_s"]["p99"] == pytest.approx(0.4, rel=0.01)


def _run(failure: str, discipline: str) -> dict[str, Any]:
    service = tiny.component(
        "service", instances=1, slots=1, service_ms_mean=400.0, distribution="constant", discipline=discipline
    )
    simulation = start(
        tiny.design(
            components=[tiny.component("viewers", "traffic_source", process="even"), service],
            workload={"duration": 5.9, "traffic": [tiny.traffic(rate_per_s=1.0)]},
            schedule=[{"at": 2.1, "failure": failure, "target": "service", "for": 0.45}],
        ),
        1,
    )
    while not simulation.finished:
        simulation.advance(1_000_000)
    return simulation.summary()

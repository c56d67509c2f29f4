"""The index of dispersion of what sources sent."""

from typing import Any

import pytest

from engine.simulate import start
from tests import tiny

RUN_S = 600.0


def _dispersion(**parameters: Any) -> float | None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source", **parameters), tiny.component("service")],
        duration_s=RUN_S,
    )
    simulation = start(design, 3)
    while not simulation.finished:
        simulation.advance(10**7)
    found: float | None = simulation.summary()["components"]["viewers"]["dispersion"]
    return found


# The dispersion of n independent counts has a standard error of its value times sqrt(2 / n); frames last half a second.
SLACK = 4.0 * (2.0 / (RUN_S / 0.5)) ** 0.5


def test_independent_people_have_the_index_one() -> None:
    assert _dispersion() == pytest.approx(1.0, rel=SLACK)


def test_equal_gaps_have_none() -> None:
    assert _dispersion(process="even") == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("burstiness", [1.0, 3.0])
def test_bursts_have_the_index_that_was_asked_for(burstiness: float) -> None:
    found = _dispersion(process="mmpp", burstiness=burstiness)
    # Counts over a time of n expected requests lack the share (1 - exp(-2 r n)) / (2 r n) of what bursts add.
    missing = 1.0 / (2.0 * 0.81 / max(burstiness - 1.0, 1e-9) * 25.0)
    assert found == pytest.approx(1.0 + (burstiness - 1.0) * (1.0 - missing), rel=SLACK)


def test_a_short_run_has_no_index() -> None:
    simulation = start(tiny.design(duration_s=2.0), 1)
    while not simulation.finished:
        simulation.advance()
    assert simulation.summary()["components"]["viewers"]["dispersion"] is None

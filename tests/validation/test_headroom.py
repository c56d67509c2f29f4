"""Regions that must survive the loss of one: row V79."""

from __future__ import annotations

from typing import Any

import pytest

from engine.design.model import Design
from tests import tiny
from tests.engine.theory.runs import run

SERVICE_S = 0.01
SLOTS = 4


@pytest.mark.parametrize("regions", [2, 3, 4])
def test_equal_regions_survive_a_loss_up_to_their_headroom_and_no_further(regions: int) -> None:
    headroom = (regions - 1) / regions
    below, above = _after_a_loss(regions, 0.98 * headroom), _after_a_loss(regions, 1.04 * headroom)
    assert below["components"]["region"]["utilisation"] == pytest.approx(0.98, abs=0.005)
    assert below["components"]["region"]["queue_mean"] < SLOTS * regions
    assert above["components"]["region"]["utilisation"] > 0.999
    # What cannot be done piles up: four per cent of the capacity that is left, for as long as it lasts.
    capacity_per_s = (regions - 1) * SLOTS / SERVICE_S
    assert above["components"]["region"]["queue_mean"] == pytest.approx(0.04 * capacity_per_s * 60.0, rel=0.15)


def _after_a_loss(regions: int, utilisation: float) -> dict[str, Any]:
    """Measured from 10 s after one region is lost, for 100 s."""
    return run(_regions(regions, utilisation * regions * SLOTS / SERVICE_S), 1)


def _regions(count: int, rate_per_s: float) -> Design:
    """Each region is an instance; even traffic and constant service leave only arithmetic."""
    region = tiny.component(
        "region",
        instances=count,
        slots=SLOTS,
        queue_limit=-1,
        distribution="constant",
        service_ms_mean=SERVICE_S * 1000.0,
    )
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source", process="even"), region],
        connections=[tiny.connection("viewers", "region", balancing="round_robin")],
        workload={"duration": 120.0, "warm_up": 20.0, "traffic": [tiny.traffic(rate_per_s=rate_per_s)]},
        schedule=[{"at": 10.0, "failure": "kill_instances", "target": "region", "parameters": {"count": 1}}],
    )

"""Stepped viewers do what viewers do who are simulated event by event."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.dataplane.plane import Plane
from engine.design.population import LinkPlan, NetworkPlan, PathPlan, PlayerPlan
from tests.engine.dataplane.exact import exact
from validation.viewing import patient, sharing, steady

LADDER_KBPS = (235.0, 560.0, 1050.0, 1750.0, 3000.0, 5800.0)
CAPS_KBPS = (2000.0, 6000.0, 12000.0, 50000.0)
LINKS, EACH, UNTIL_S = 20, 625, 150.0
VIEWERS = LINKS * len(CAPS_KBPS) * EACH
CUT = (0.4, 60.0, 90.0)
GBPS = 2500 * 2.6e-3


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["throughput", "bola"])
def test_fifty_thousand_viewers_agree_with_the_exact_reference(rule: str) -> None:
    plane = Plane(
        sharing(
            tuple(LinkPlan(f"link-{link}", GBPS) for link in range(LINKS)),
            *(
                replace(
                    patient(
                        cap=EACH,
                        initial=EACH,
                        browse_s=4.0,
                        networks=(NetworkPlan(steady(kbps)),),
                        ladder_kbps=LADDER_KBPS,
                        player=PlayerPlan(rule, startup="lowest"),
                    ),
                    id=f"{link} {kbps}",
                    paths=(PathPlan((f"link-{link}",)),),
                )
                for link in range(LINKS)
                for kbps in CAPS_KBPS
            ),
        ),
        seed=1,
    )
    press_s = (plane.state.viewers["life_ns"] + plane.step_ns) / 1e9
    factor, begins, ends = CUT
    plane.step(round(begins * 1e9))
    plane.set_capacity(slice(None), factor * GBPS)
    plane.step(round(ends * 1e9))
    plane.set_capacity(slice(None), GBPS)
    plane.step(round(UNTIL_S * 1e9))
    books = [plane.books(row) for row in range(len(plane.plan.populations))]
    bits = sum(each["bits"] for each in books)
    seconds = 4.0 * sum(sum(each["segments"]) for each in books)
    played, stalled = sum(each["played_s"] for each in books), sum(each["stalled_s"] for each in books)
    expected = exact(
        [1e3 * kbps for kbps in LADDER_KBPS],
        rule,
        [1e3 * kbps for kbps in CAPS_KBPS],
        1e9 * GBPS,
        np.asarray(press_s, np.float64),
        links=LINKS,
        each=EACH,
        latency_s=0.02,
        until_s=UNTIL_S,
        cut=CUT,
    )
    assert len(press_s) == VIEWERS == 50_000
    assert plane.unbalanced() == []
    assert bits / seconds == pytest.approx(expected["bitrate_bps"], rel=0.01)
    assert stalled / (played + stalled) == pytest.approx(expected["rebuffer_ratio"], abs=0.003)

"""V62: at which content of the buffer BOLA changes the rung."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.dataplane.plane import Plane
from engine.dataplane.probing import choices
from engine.design.population import PlayerPlan
from validation.row import Effort, Row, near
from validation.viewing import alone

EXPECTED_S = (5.1, 7.8, 10.1, 12.0, 14.6, 17.2, 18.9, 20.8, 22.8)


def measure(_seed: int, _effort: Effort) -> Mapping[str, float]:
    """The rung at every content from 0 to 30 s in hundredths, asked of the compiled rule."""
    plane = Plane(alone("bola", (1000.0,), player=PlayerPlan("bola")), 1)
    buffers_s = np.arange(3001) / 100.0
    chosen = choices(plane.state, buffers_s)
    return {f"rung_{rung}": float(buffers_s[np.argmax(chosen >= rung)]) for rung in range(1, len(EXPECTED_S) + 1)}


ROW = Row(
    number="V62",
    section="3E",
    title="BOLA changes the rung at fixed contents of the buffer",
    setup="The ladder of ten rungs from 235 to 5 800 kbit/s, the constants of dash.js.",
    source="Spiteri et al., INFOCOM 2016, with V = 6.24 s and g = 1.60; calculated.",
    checks=tuple(
        near(f"rung_{rung}", f"content from which rung {rung} is taken", at_s, absolute=0.1, unit="s")
        for rung, at_s in enumerate(EXPECTED_S, start=1)
    ),
    measure=measure,
    gate=True,
    seeds=1,
    short_seeds=1,
)

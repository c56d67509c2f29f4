"""V67: what the time from the press to the picture is made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.dataplane.plane import Plane
from validation.row import Effort, Row, near
from validation.viewing import STAGED, control_times, first_starts

CASES = {"staged": STAGED, "twenty": (1,) * 20, "seventy": (1,) * 70}
EXPECTED_MS = {"staged": (336, 551, 702), "twenty": (590, 823, 976), "seventy": (1450, 1740, 1901)}
QUANTILES = (0.5, 0.95, 0.99)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One start of each viewer; the control plane's answers are drawn here and handed over."""
    viewers = effort.pick(full=20_000, short=5_000)
    measured = {}
    for name, stages in CASES.items():
        plane: Plane = first_starts(viewers, control_times(seed, viewers, stages), 560.0, seed)
        for quantile in QUANTILES:
            measured[f"{name}_p{quantile * 100:g}"] = 1e3 * plane.start_time_s(quantile)
    return {name: float(np.float64(value)) for name, value in measured.items()}


ROW = Row(
    number="V67",
    section="3E",
    title="Start time: round trips, the control plane, and the first segment",
    setup="2 x 40 ms to the region, 3 x 12 ms to the edge, 4 s at 560 kbit/s over 20 Mbit/s (median, cv 0.66); calls"
    " are lognormal 12/72 ms with 1 ms on the way: 20 in four stages, 20 and 70 one after another.",
    source="The table's prototype.",
    checks=tuple(
        near(f"{name}_p{quantile * 100:g}", f"{name}: p{quantile * 100:g}", at_ms, ratio=0.05, unit="ms")
        for name, times in EXPECTED_MS.items()
        for quantile, at_ms in zip(QUANTILES, times, strict=True)
    ),
    measure=measure,
    note="The table does not say which stages its twenty calls have; 1, 12, 6 and 1 at a time are taken. The calls are"
    " drawn, not simulated: how the control plane does it is measured by V20 and V21b.",
)

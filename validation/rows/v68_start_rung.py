"""V68: the rung that a title begins with decides how soon it begins."""

from __future__ import annotations

from collections.abc import Mapping

from validation.row import Effort, Row, near
from validation.viewing import STAGED, control_times, first_starts

EXPECTED = {560: 0.999, 1750: 0.906, 5800: 0.255}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The staged starts of V67 with three first segments."""
    viewers = effort.pick(full=20_000, short=5_000)
    times = control_times(seed, viewers, STAGED)
    return {f"under_{kbps}": _share(viewers, times, kbps, seed) for kbps in EXPECTED}


def _share(viewers: int, times: list[float], kbps: int, seed: int) -> float:
    """Of the starts, those that took less than a second."""
    plane = first_starts(viewers, times, float(kbps), seed)
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if plane.start_time_s(middle) < 1.0 else (low, middle)
    return low


ROW = Row(
    number="V68",
    section="3E",
    title="A title that begins with a high rung begins late",
    setup="The staged starts of V67; first segments of 560, 1 750 and 5 800 kbit/s.",
    source="The table's prototype.",
    checks=tuple(
        near(f"under_{kbps}", f"starts under a second at {kbps} kbit/s", share, absolute=0.02)
        for kbps, share in EXPECTED.items()
    ),
    measure=measure,
)

"""What a run is expected to cost, in seconds of a core, before anybody computes it."""

from __future__ import annotations

import statistics
import time

from apps.runs.models import Run, State

# What runs lately cost here against what was expected, so that a slow machine says so.
LOOKED_AT = 40
KNOWN_AFTER = 8
RATIO_LEAST, RATIO_MOST = 0.2, 10.0
KEPT_S = 10.0
# Below this much the cost is start and end of a run, which say nothing about the speed of the machine.
TELLING_S = 0.1

_ratio: tuple[float, float] = (1.0, 0.0)


def calibrated_s(expected_s: float) -> float:
    """Expected seconds of this machine, by the median of the newest runs that were computed to their end."""
    return expected_s * _known_ratio()


def forget() -> None:
    """Looks at the newest runs again, for tests."""
    global _ratio  # noqa: PLW0603
    _ratio = (1.0, 0.0)


def _known_ratio() -> float:
    global _ratio  # noqa: PLW0603
    if time.monotonic() > _ratio[1]:
        _ratio = (_measured_ratio(), time.monotonic() + KEPT_S)
    return _ratio[0]


def _measured_ratio() -> float:
    rows = Run.objects.filter(state=State.DONE, spent_s__gt=0.0, cost_s__gt=TELLING_S).order_by("-finished")
    ratios = [spent / cost for spent, cost in rows.values_list("spent_s", "cost_s")[:LOOKED_AT]]
    if len(ratios) < KNOWN_AFTER:
        return 1.0
    return min(max(float(statistics.median(ratios)), RATIO_LEAST), RATIO_MOST)

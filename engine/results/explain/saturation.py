"""Since when the slots of each component were all busy, from the numbers of the frames."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.kernel.snapshot import COMPONENT_METRICS, COMPONENT_WIDTH, TOTALS

FULL = 0.95
FRAMES = 4
LONG_S = 3.0
"""A component is full when its utilisation is at least FULL for this long and this many frames: less may be chance."""
NEVER = -1


class Saturation:
    """Looks at every frame; `since_ns` of each component, NEVER for those that were not full."""

    def __init__(self, components_count: int) -> None:
        self.since_ns = np.full(components_count, NEVER, np.int64)
        self._streak = np.zeros(components_count, np.int64)
        self._began_ns = np.zeros(components_count, np.int64)

    def look(self, numbers: npt.NDArray[np.float64], began_ns: int, ended_ns: int) -> None:
        """Takes the numbers of one frame (in the order of the tables)."""
        place = TOTALS + COMPONENT_METRICS.index("utilisation")
        end = TOTALS + COMPONENT_WIDTH * len(self.since_ns)
        is_full = numbers[place:end:COMPONENT_WIDTH] >= FULL
        if not is_full.any():
            self._streak[:] = 0
            return
        self._began_ns = np.where(is_full & (self._streak == 0), began_ns, self._began_ns)
        self._streak = np.where(is_full, self._streak + 1, 0)
        is_long = (self._streak >= FRAMES) & (ended_ns - self._began_ns >= LONG_S * 1e9)
        is_new = is_long & (self.since_ns == NEVER)
        self.since_ns[is_new] = self._began_ns[is_new]

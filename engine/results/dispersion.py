"""How bursty sources really were: the variance of the requests of a frame over their mean.

A Poisson process has the index 1. A rate that changes raises it too, so it speaks of bursts only where the rate holds.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.state import Integers, State

LEAST_FRAMES = 20


class Dispersion:
    """Requests counted frame by frame, from the end of the warm-up."""

    def __init__(self, state: State) -> None:
        self.restart(state)

    def restart(self, state: State) -> None:
        """Forgets what was counted; the frame under way does not count, since a part of it may be over."""
        self._before: Integers = state.source_states["requests"].copy()
        self._frames = -1
        self._sums = np.zeros((2, len(self._before)), np.int64)

    def record(self, state: State) -> None:
        """Counts the requests of a frame that is over."""
        now: Integers = state.source_states["requests"].copy()
        if self._frames >= 0:
            sent = now - self._before
            self._sums[0] += sent
            self._sums[1] += sent * sent
        self._frames += 1
        self._before = now

    def index(self, source: int) -> float | None:
        """The index of dispersion of a source; None where too little was counted."""
        total, squares = (int(each) for each in self._sums[:, source])
        if self._frames < LEAST_FRAMES or total == 0:
            return None
        mean = total / self._frames
        return (squares / self._frames - mean * mean) * self._frames / (self._frames - 1) / mean

"""Turns wall time into the frame that is due."""

from __future__ import annotations

import math

# A run that cannot keep up does not hurry to make up for it later.
DEBT_S_MOST = 1.0
# Wall times are floats: a frame is not late because of their last digit.
ROUNDING_FRAMES = 1e-6


class Pace:
    """The play clock of one run, in frames. Speed 0 has no clock: every frame is due.

    The first frame is due at once, each later one `frame_s / speed` after the one before.
    """

    def __init__(self, frame_s: float, speed: float, paused: bool, frame: int, wall_s: float) -> None:
        self.frame_s = frame_s
        self._rate = self._frames_per_s(speed, paused)
        self.restart(frame, wall_s)

    @property
    def is_unpaced(self) -> bool:
        return math.isinf(self._rate)

    def restart(self, frame: int, wall_s: float) -> None:
        """`frame` frames are done, and the next is due at once (unless the run is paused)."""
        self._position = float(frame) if self._rate == 0.0 else frame + 1.0
        self._wall_s = wall_s

    def change(self, speed: float, paused: bool, frame: int, wall_s: float) -> None:
        """Another speed from now on; what is half due stays half due."""
        rate = self._frames_per_s(speed, paused)
        if rate != self._rate:
            position = float(frame) if self.is_unpaced else min(self._position_at(wall_s), frame + 1.0)
            self._position, self._wall_s, self._rate = position, wall_s, rate

    def due(self, frame: int, wall_s: float) -> int:
        """The number of frames that should be done at `wall_s`, given that `frame` are. Not for speed 0."""
        assert not self.is_unpaced
        if self._position_at(wall_s) - frame > 1.0 + self._rate * DEBT_S_MOST:
            self.restart(frame, wall_s)
        return int(self._position_at(wall_s) + ROUNDING_FRAMES)

    def wall_of(self, frame: int) -> float:
        """When `frame` is due; infinity while paused."""
        if self._rate == 0.0:
            return math.inf
        return self._wall_s + (frame - self._position) / self._rate

    def _position_at(self, wall_s: float) -> float:
        return self._position if self.is_unpaced else self._position + (wall_s - self._wall_s) * self._rate

    def _frames_per_s(self, speed: float, paused: bool) -> float:
        if paused:
            return 0.0
        return speed / self.frame_s if speed else math.inf

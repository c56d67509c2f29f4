"""How busy a desk is with runs that have a clock: the share of its time that they take of a core."""

from __future__ import annotations

WINDOW_S = 1.0


class Load:
    """Seconds of a core per second, over the last whole window and the present one."""

    def __init__(self, wall_s: float) -> None:
        self._began_s = wall_s
        self._spent_s = 0.0
        self._before = 0.0

    def add(self, cpu_s: float) -> None:
        self._spent_s += cpu_s

    def share(self, wall_s: float) -> float:
        """The share at `wall_s`; a window that has just begun counts with the one before it."""
        passed_s = wall_s - self._began_s
        if passed_s < WINDOW_S:
            return max(self._before, self._spent_s / WINDOW_S)
        self._before = self._spent_s / passed_s
        self._began_s, self._spent_s = wall_s, 0.0
        return self._before

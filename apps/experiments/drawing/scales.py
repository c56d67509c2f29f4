"""Axes: where a value lies in a picture, and the round numbers that are written beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from apps.experiments.phrases import rounded

WIDTH, HEIGHT = 560.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 14.0, 12.0, 26.0
TICKS = 5
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A range of values along one side of a picture, from `start` to `end` in its units."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def place(self, value: float) -> float:
        """Where a value lies; what is beyond the range lies at its end."""
        low, high, at = (self._flat(each) for each in (self.low, self.high, value))
        part = (at - low) / (high - low) if high > low else 0.5
        return self.start + (self.end - self.start) * min(max(part, 0.0), 1.0)

    def _flat(self, value: float) -> float:
        return math.log(max(value, 1e-300)) if self.is_log else value


def across(values: Sequence[float], *, is_log: bool = False) -> Scale:
    """From left to right over all values."""
    return Scale(min(values), max(values), LEFT, WIDTH - RIGHT, is_log)


def upwards(values: Sequence[float]) -> Scale:
    """From 0, or what lies below it, to a round number above all values."""
    most, least = max(values, default=0.0), min(0.0, min(values, default=0.0))
    # Where everything is 0 the axis still needs a height.
    most = most if most > least else least + 1.0
    step = _step((most - least) / (TICKS - 1))
    return Scale(math.floor(least / step) * step, math.ceil(most / step - 1e-9) * step or step, HEIGHT - BOTTOM, TOP)


def levels(scale: Scale) -> list[dict[str, str]]:
    """Round numbers up the side, with their heights."""
    step = _step((scale.high - scale.low) / (TICKS - 1))
    count = round((scale.high - scale.low) / step)
    values = [scale.low + step * place for place in range(count + 1)]
    return [{"y": f"{scale.place(each):.1f}", "label": rounded(_tidy(each))} for each in values]


def ticks(scale: Scale, values: Sequence[float]) -> list[dict[str, str]]:
    """Some of the values along the foot, the first and the last among them, none upon another."""
    every = max(1, math.ceil(len(values) / 7))
    chosen = [each for place, each in enumerate(values) if place % every == 0]
    return [{"x": f"{scale.place(each):.1f}", "label": rounded(each)} for each in chosen]


def round_numbers(until: float) -> list[float]:
    """Round numbers from 0 up to `until`, about five of them."""
    step = _step(until / (TICKS - 1))
    return [step * place for place in range(int(until / step + 1e-9) + 1)]


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(each * power for each in ROUND_STEPS if each * power >= least * (1.0 - 1e-9))


def _tidy(value: float) -> float:
    return float(f"{value:.9g}")

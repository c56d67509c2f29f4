"""Two designs compared by many figures over the same seeds: which differences exceed run-to-run noise.

Runs of one seed draw the same requests in both designs (common random numbers: Law and Kelton, Simulation Modeling and
Analysis, section 11.2), so differences are taken within pairs and tested with Student's paired t test. Of many figures
one in twenty would seem to differ by chance; Holm's procedure (Scandinavian Journal of Statistics 6 (1979), 65-70)
keeps the chance of even one false difference in the whole family at `alpha`, whatever depends on what.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.trials.student import ROUNDING, Interval, interval_of, tail

ALPHA = 0.05

Pairs = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Second minus first over all pairs.

    `interval` is taken at the level at which Holm tested this figure, so that it leaves out 0 exactly when the
    difference `exceeds_noise`. `p` is that of this figure alone; 1 where fewer than two pairs say nothing.
    """

    interval: Interval
    p: float
    level: float
    exceeds_noise: bool


def compared(figures: Mapping[str, Pairs], alpha: float = ALPHA) -> dict[str, Difference]:
    """Every figure that has a pair, by name; those with at least two pairs are one family."""
    differences = {name: [_difference(*pair) for pair in pairs] for name, pairs in figures.items() if pairs}
    chances = {name: _chance(each) for name, each in differences.items() if len(each) > 1}
    levels, rejected = holm(chances, alpha)
    return {
        name: Difference(
            interval_of(each, 1.0 - levels.get(name, alpha)),
            chances.get(name, 1.0),
            levels.get(name, alpha),
            name in rejected,
        )
        for name, each in differences.items()
    }


def holm(chances: Mapping[str, float], alpha: float = ALPHA) -> tuple[dict[str, float], set[str]]:
    """The level at which each p value is tested, and the names of those that are at most theirs.

    The smallest is tested at alpha / m, the next at alpha / (m - 1) and so on until one is greater than its level;
    everything behind that one is kept, at its level. Equal p values stand in the order of their names.
    """
    ordered = sorted(chances, key=lambda name: (chances[name], name))
    levels: dict[str, float] = {}
    rejected: set[str] = set()
    level = alpha
    for place, name in enumerate(ordered):
        if len(rejected) == place:
            level = alpha / (len(ordered) - place)
            if chances[name] <= level:
                rejected.add(name)
        levels[name] = level
    return levels, rejected


def _difference(first: float, second: float) -> float:
    difference = second - first
    return difference if abs(difference) > ROUNDING * max(abs(first), abs(second)) else 0.0


def _chance(differences: Sequence[float]) -> float:
    """The two-sided p value of "the true difference is 0"."""
    told = interval_of(differences)
    if told.spread == 0.0:
        return 1.0 if told.mean == 0.0 else 0.0
    return tail(told.mean / (told.spread / math.sqrt(told.count)), told.count - 1)

"""The arm that did best so far."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.design.learning import BanditType, Chance, Numbers

TRIES = 20


def choose(shown: Numbers, taken: Numbers, chance: Chance, given: Mapping[str, float]) -> int:
    """Each is tried a few times, then the best share wins for good unless it falls behind."""
    del chance, given
    if shown.min() < TRIES:
        return int(shown.argmin())
    return int(np.argmax(taken / shown))


BANDIT = BanditType(
    "greedy", "Greedy", "Each arm 20 times, then the one that did best so far: quick, and often stuck.", choose
)

"""The arm that could be the best: UCB1 (Auer, Cesa-Bianchi and Fischer, Machine Learning 47 (2002), 235-256)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engine.design.learning import BanditType, Chance, Numbers


def choose(shown: Numbers, taken: Numbers, chance: Chance, given: Mapping[str, float]) -> int:
    """The greatest share plus what it may be wrong by; one that was never shown comes first."""
    del chance, given
    if shown.min() == 0:
        return int(shown.argmin())
    return int(np.argmax(taken / shown + np.sqrt(2.0 * math.log(shown.sum()) / shown)))


BANDIT = BanditType(
    "ucb", "Upper confidence", "The arm with the highest bound: careful, and slow where shares are small.", choose
)

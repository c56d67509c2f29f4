"""The arm that did best so far, and now and then any."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.design.learning import BanditType, Chance, Numbers


def choose(shown: Numbers, taken: Numbers, chance: Chance, given: Mapping[str, float]) -> int:
    """With the chance epsilon any arm, else the best so far; one that was never shown comes first."""
    if chance.random() < given["epsilon"]:
        return int(chance.random() * len(shown))
    return int(np.argmax(np.where(shown > 0, taken / np.maximum(shown, 1), 1.0)))


BANDIT = BanditType(
    "epsilon_greedy", "Epsilon-greedy", "The best so far, and with a fixed chance any: it never stops trying.", choose
)

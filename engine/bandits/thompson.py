"""Each arm as often as it may be the best: Thompson, Biometrika 25 (1933), 285-294."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.design.learning import BanditType, Chance, Numbers


def choose(shown: Numbers, taken: Numbers, chance: Chance, given: Mapping[str, float]) -> int:
    """A share is drawn for each from what is known of it, and the greatest wins."""
    del given
    return int(np.argmax(chance.beta(1.0 + taken, 1.0 + shown - taken)))


BANDIT = BanditType(
    "thompson", "Thompson", "Draws a share for each arm from what is known of it: tries as much as is worth it.", choose
)

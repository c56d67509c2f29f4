"""Thompson's rule with books for each segment of people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.design.learning import BanditType, Chance, Numbers


def choose(shown: Numbers, taken: Numbers, chance: Chance, given: Mapping[str, float]) -> int:
    """As Thompson's, on what the person's own segment did."""
    del given
    return int(np.argmax(chance.beta(1.0 + taken, 1.0 + shown - taken)))


BANDIT = BanditType(
    "contextual",
    "Contextual",
    "Thompson's rule for each segment: learns later, and finds what each of them likes.",
    choose,
    is_contextual=True,
)

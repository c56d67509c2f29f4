"""Any arm, always."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.learning import BanditType, Chance, Numbers


def choose(shown: Numbers, taken: Numbers, chance: Chance, given: Mapping[str, float]) -> int:
    """Each with the same chance."""
    del taken, given
    return int(chance.random() * len(shown))


BANDIT = BanditType("random", "Random", "Any arm with the same chance: it learns nothing and loses most.", choose)

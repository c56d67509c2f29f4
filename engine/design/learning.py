"""Rules that learn which of some choices people take: what each has to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Numbers = Any
"""An array of one number for each arm."""


class Chance(Protocol):
    """Where draws come from: a NumPy generator."""

    def random(self) -> float:
        """A number in [0, 1)."""

    def beta(self, a: Numbers, b: Numbers) -> Numbers:
        """Beta-distributed numbers."""


@dataclass(frozen=True, slots=True)
class BanditType:
    """A rule that chooses an arm from how often each was `shown` and `taken`.

    `is_contextual`: it keeps books of its own for each segment of people.
    """

    name: str
    label: str
    help: str
    choose: Callable[[Numbers, Numbers, Chance, Mapping[str, float]], int]
    is_contextual: bool = False

"""Checks and hints: predicates with a name, what they are worth, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

from grading.discovery import judges
from grading.predicate import Predicate, calls_in


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold in all seeds of an experiment (of the drawing alone when `experiment` is empty).

    `text` is the predicate as it was written. A hidden one is judged, and neither its text nor its numbers are shown.
    One of `is_merit` is worth its points, and nobody needs it to pass.
    """

    id: str
    title: str
    text: str
    predicate: Predicate
    experiment: str = ""
    points: float = 1.0
    is_hidden: bool = False
    is_partial: bool = False
    is_merit: bool = False

    @property
    def bars(self) -> bool:
        """True if nobody passes who fails it; one for merit or of what was predicted costs its points alone."""
        return not self.is_merit and all(judges()[call.judge].bars for call, _ in calls_in(self.predicate))


@dataclass(frozen=True, slots=True)
class Hint:
    """What is said when a state of the design or of its results is met. `strength` 1 is the weakest; stronger ones say
    more, and are told only after the weaker ones of the same `about`."""

    id: str
    about: str
    strength: int
    text: str
    when_text: str
    when: Predicate
    experiment: str = ""

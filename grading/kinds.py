"""What a judge is: one file in `grading/judges/` that measures one thing and can say what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grading.facts import Facts
from grading.predicate import Call

METRIC, FACT = "metric", "fact"
QUANTILES = ("p50", "p95", "p99")


class Unmeasured(Exception):
    """Raised by judges when there is nothing to measure; the message says why, in words for a learner."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A number (or a text, or whether a claim holds) and, where it is known, a clause that says what made it so.

    `unit` is that of the value where the judge measures things of several units.
    """

    value: float | str | bool
    because: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A predicate, the facts of a small attempt, and whether it holds there. Tests run all examples of all judges."""

    text: str
    facts: Callable[[], Facts]
    holds: bool


@dataclass(frozen=True, slots=True)
class JudgeType:
    """One thing that can be measured.

    A metric has aggregates (the first one is meant when none is written), and places where it is found; a fact of the
    drawing takes words in brackets. `by_summary` names the aggregates that need a summary which begins and ends with
    the window; the others are made of frames. Nobody can mend an answer that was given before the run: what
    judges one (`bars` is False) is worth its points and keeps nobody from passing.
    """

    name: str
    label: str
    help: str
    measure: Callable[[Facts, Call], Measured]
    examples: tuple[Example, ...]
    sort: str = METRIC
    unit: str = ""
    aggregates: tuple[str, ...] = ()
    by_summary: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    needs_place: bool = False
    words: tuple[str, ...] = ()
    takes_path: bool = False
    is_claim: bool = False
    needs_runs: bool = True
    bars: bool = True

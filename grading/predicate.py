"""What a check says, as values: comparisons of measurements, claims about the drawing, and their combinations."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

STEADY, WHOLE, DURING, BEFORE, AFTER, FIRST, FROM, INTO, RECOVERY = (
    "steady",
    "whole",
    "during",
    "before",
    "after",
    "first",
    "from",
    "into",
    "recovery",
)

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a run: `kind` is one of those above, `of` the name of a failure of the experiment.

    `first` are the first `seconds` after the failure has ended, `from` is what comes after those;
    `into` is what is left of the failure when it has lasted `seconds`.
    """

    kind: str = WHOLE
    of: str = ""
    seconds: float = 0.0

    @property
    def label(self) -> str:
        """As it is written."""
        written = {
            STEADY: "in steady",
            WHOLE: "in whole",
            RECOVERY: "after recovery",
            FIRST: f"within {self.seconds:g} s after {self.of}",
            FROM: f"from {self.seconds:g} s after {self.of}",
            INTO: f"from {self.seconds:g} s into {self.of}",
        }
        return written.get(self.kind, f"{self.kind} {self.of}")


@dataclass(frozen=True, slots=True)
class Call:
    """Something that a judge measures: an aggregate of a metric at a place in a window, or a fact of the drawing.

    `place` is (sort, id) such as ("component", "catalogue"); `words` are the words in the brackets of a fact and
    `path` the dotted names behind it; `bin_s` smooths what max and min look at; `condition` is that of time_to
    (operator, bound) and `threshold` that of area_above.
    """

    judge: str
    aggregate: str = ""
    place: tuple[str, str] | None = None
    window: Window | None = None
    words: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    bin_s: float = 0.0
    condition: tuple[str, float] | None = None
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Bound:
    """What a measurement is held against: a number or text, or a multiple of another measurement, be it of the
    learner's run or of the start design's (`of_baseline`). `unit` is the one that was written, where only the result
    knows its own."""

    number: float = 1.0
    unit: str = ""
    call: Call | None = None
    of_baseline: bool = False
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`call operator bound`."""

    call: Call
    operator: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact that holds or does not, such as has_path(a, b)."""

    call: Call


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Predicate


Predicate = Comparison | Claim | Both | Either | Not


def calls_in(predicate: Predicate) -> Iterator[tuple[Call, bool]]:
    """Every call with whether the start design's runs are needed for it."""
    if isinstance(predicate, Both | Either):
        for part in predicate.parts:
            yield from calls_in(part)
    elif isinstance(predicate, Not):
        yield from calls_in(predicate.part)
    elif isinstance(predicate, Claim):
        yield predicate.call, False
    else:
        yield predicate.call, False
        if predicate.bound.call is not None:
            yield predicate.bound.call, predicate.bound.of_baseline

"""What a validation row is: one file `validation/rows/vNN_name.py` that holds `ROW = Row(...)`.

A row says what the engine must reproduce (`checks`), where the expectation comes from, and how it is measured:
`measure(seed, effort)` runs what it needs with one seed and returns the value of every check by name. The harness asks
it once for every seed, takes the mean and its 95 % interval over the seeds, and judges (`validation/verdict.py`). A row
never judges by itself, never catches an error, and never looks at the expected value while it measures.

The effort is "full" (`make validate`, all seeds, long runs) or "short" (the same row as a test of the suite). A row
chooses its durations by `effort.pick(full=3000.0, short=600.0)`; the checks are the same ones, so that a short form can
fail as a full one does. A check that only a long run can decide is marked `only_full`.

Which check for what:

- `near`: a closed form or a published number, with the tolerance of the table. Holds when the interval touches the band
  and is not wider than the band; a wider one is "too wide", which is no pass: measure longer.
- `at_most`, `at_least`: a bound. Holds when the whole interval keeps it; too wide when the bound lies inside.
- `every`: each seed by itself lies in a range. For signs and qualitative rows ("recovers", "rises").
- `exact`: each seed gives exactly this value (up to rounding of floats). For bookkeeping and for combinatorics.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

Kind = Literal["near", "bound", "every", "exact"]
Choice = TypeVar("Choice")

SEEDS = 10
SHORT_SEEDS = 4
ROUNDING = 1e-9
"""Relative; what a value may differ from an exact one because it is a float."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: `seeds` runs, each as long as the row picks."""

    name: Literal["full", "short"]

    def pick(self, *, full: Choice, short: Choice) -> Choice:
        """The value for this effort: a duration, a size, a number of cases."""
        return full if self.name == "full" else short


FULL, SHORT = Effort("full"), Effort("short")


@dataclass(frozen=True, slots=True)
class Check:
    """One quantity of a row: the measured values under `name` belong into `low` to `high`, in `unit`.

    `expected` is the number that is shown; None where there is only a bound. `what` names the quantity in words.
    """

    name: str
    what: str
    unit: str
    kind: Kind
    low: float
    high: float
    expected: float | None
    only_full: bool = False


def near(
    name: str,
    what: str,
    expected: float,
    *,
    ratio: float | None = None,
    absolute: float | None = None,
    unit: str = "",
    only_full: bool = False,
) -> Check:
    """The mean is `expected`, give or take a share of it (`ratio`) or so much (`absolute`, in `unit`)."""
    assert (ratio is None) != (absolute is None), "a tolerance is a ratio or absolute"
    allowed = abs(expected) * ratio if ratio is not None else float(absolute or 0.0)
    assert allowed > 0.0, "a tolerance of nothing is exact()"
    return Check(name, what, unit, "near", expected - allowed, expected + allowed, expected, only_full)


def at_most(name: str, what: str, high: float, *, unit: str = "", only_full: bool = False) -> Check:
    """The mean does not lie above `high`."""
    return Check(name, what, unit, "bound", -math.inf, high, None, only_full)


def at_least(name: str, what: str, low: float, *, unit: str = "", only_full: bool = False) -> Check:
    """The mean does not lie below `low`."""
    return Check(name, what, unit, "bound", low, math.inf, None, only_full)


def every(
    name: str,
    what: str,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    expected: float | None = None,
    unit: str = "",
    only_full: bool = False,
) -> Check:
    """Each seed's value lies from `low` to `high`; `expected` is shown beside it."""
    assert low > -math.inf or high < math.inf, "a range has an end"
    return Check(name, what, unit, "every", low, high, expected, only_full)


def exact(name: str, what: str, expected: float, *, unit: str = "", only_full: bool = False) -> Check:
    """Each seed's value is `expected`."""
    allowed = ROUNDING * max(abs(expected), 1.0)
    return Check(name, what, unit, "exact", expected - allowed, expected + allowed, expected, only_full)


Measure = Callable[[int, Effort], Mapping[str, float]]
"""Given a seed and an effort, the value of every check by its name (of those that the effort asks for)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the validation table.

    `number` is "V03" (the file is v03_name.py), `section` "3A". `setup` says in words what is simulated, `source` where
    the expectation comes from (a book, a paper, a calculation). `gate` rows run in `make test` in short form. `seeds`
    and `short_seeds` are how many runs are made; 1 where nothing is drawn. `note` says what a reader of the result must
    know: what part of the claim is not simulated, or that the table's number is wrong, with the arithmetic.
    """

    number: str
    section: str
    title: str
    setup: str
    source: str
    checks: tuple[Check, ...]
    measure: Measure
    gate: bool = False
    seeds: int = SEEDS
    short_seeds: int = SHORT_SEEDS
    note: str = ""

    def __post_init__(self) -> None:
        names = [each.name for each in self.checks]
        assert names, "a row checks something"
        assert len(set(names)) == len(names), f"{self.number} has two checks of one name"

    def checks_of(self, effort: Effort) -> tuple[Check, ...]:
        """The checks that an effort can decide."""
        return tuple(each for each in self.checks if effort.name == "full" or not each.only_full)

    def seeds_of(self, effort: Effort) -> range:
        """The seeds that an effort runs: 1, 2, 3 …"""
        return range(1, 1 + effort.pick(full=self.seeds, short=self.short_seeds))

"""Levels from evidence: rows of a rubric, what each level of a row asks for, and the level of the whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.model import Design
from grading.evaluate import evaluate
from grading.facts import Facts
from grading.predicate import Predicate
from grading.sentences import said

LEVELS = ("mid", "senior", "staff")
SHARE = 2.0 / 3.0
"""A level is reached by the whole when rows of two thirds of the weight reach it, and no row is two levels below."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a level asks for beyond the level below: checks that hold, and a predicate over what was noted."""

    checks: tuple[str, ...] = ()
    text: str = ""
    predicate: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A row with `prompts` is judged by a person against examples, and counts for no level."""

    id: str
    title: str
    weight: float = 1.0
    bars: Mapping[str, Bar] = field(default_factory=dict)
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """The level of a row (empty: below the lowest), and what keeps it from the next one, in sentences."""

    row: Row
    level: str
    missing: tuple[str, ...]

    @property
    def rank(self) -> int:
        """0 below the lowest level, then 1, 2, 3."""
        return rank_of(self.level)


def rank_of(level: str) -> int:
    """How high a level is; 0 for none."""
    return LEVELS.index(level) + 1 if level in LEVELS else 0


def judged(
    rows: Sequence[Row], held: Collection[str], wrong: Mapping[str, str], noted: Mapping[str, Any], design: Design
) -> list[Reached]:
    """The level of every row that is not judged by a person.

    `held` are the checks that hold, `wrong` says of the others why not, `noted` is what was seen of the work.
    """
    facts = Facts(design, answers=noted)
    return [_row(each, held, wrong, facts) for each in rows if not each.prompts]


def overall(reached: Sequence[Reached]) -> str:
    """The level of the whole: the highest that two thirds of the weight reach, with no row two levels below it."""
    weight = sum(each.row.weight for each in reached)
    found = ""
    for level in LEVELS:
        there = sum(each.row.weight for each in reached if each.rank >= rank_of(level))
        is_even = all(each.rank >= rank_of(level) - 1 for each in reached)
        if weight and there >= SHARE * weight - 1e-9 and is_even:
            found = level
    return found


def _row(row: Row, held: Collection[str], wrong: Mapping[str, str], facts: Facts) -> Reached:
    level = ""
    for name in LEVELS:
        missing = _missing(row.bars.get(name, Bar()), held, wrong, facts)
        if missing:
            return Reached(row, level, tuple(missing))
        level = name
    return Reached(row, level, ())


def _missing(bar: Bar, held: Collection[str], wrong: Mapping[str, str], facts: Facts) -> list[str]:
    found = [wrong.get(each, "This was not run yet.") for each in bar.checks if each not in held]
    if bar.predicate is not None:
        outcome = evaluate(bar.predicate, facts)
        if not outcome.holds:
            found.append(said(outcome, facts))
    return found

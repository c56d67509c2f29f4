"""Proof of the glossary: every sentence about an experiment is held against what the engine says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.running import run_design
from content.terms import ESTIMATE, Glossary, Trial
from content.trying import Number, design_of, estimated, measured
from grading.predicate import OPERATORS


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence of a term, whether it holds, and the numbers that it was held against."""

    term: str
    says: str
    holds: bool
    found: str


def proofs(glossary: Glossary) -> Iterator[Seen]:
    """Every sentence of every experiment against what the engine says, here and now."""
    for term in glossary.terms:
        if term.trial is not None:
            yield from seen(term.slug, term.trial)


def seen(name: str, trial: Trial) -> Iterator[Seen]:
    """The sentences of one experiment."""
    if trial.by == ESTIMATE:
        figures: Sequence[Mapping[str, Number]] = estimated(trial)
    else:
        designs = [design_of(trial, each) for each in range(len(trial.positions))]
        figures = [measured(trial, design, run_design(design, trial.seed)) for design in designs]
    for each in trial.shown:
        value, other = figures[each.at][each.of], 1.0 if each.than is None else figures[each.than][each.of]
        holds = value is not None and other is not None and OPERATORS[each.operator](value, each.times * other)
        against = "" if each.than is None else f", at {trial.positions[each.than].label} {_said(other)}"
        yield Seen(name, each.says, holds, f"at {trial.positions[each.at].label} {_said(value)}{against}")


def _said(value: Number) -> str:
    return "no bound" if value is None else f"{value:.4g}"

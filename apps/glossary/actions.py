"""Running the experiment of a term, as any other run: counted, in line, and computed once for equal inputs."""

from __future__ import annotations

from apps.accounts.models import Person
from apps.glossary.queries import key_of, runs_of
from apps.runs import actions as runs
from apps.runs.models import ALIVE, AS_FAST_AS_POSSIBLE, Run, State
from content.terms import Term, design_at
from engine.design.model import DesignError


def try_out(person: Person, term: Term, at: int) -> Run | list[DesignError]:
    """The run of a position: the one that this person has, or a new one. Raises RunNotAllowed."""
    trial = term.trial
    assert trial is not None
    known = runs_of(person, term.slug, trial).get(at)
    if known is not None and known.state in (*ALIVE, State.DONE):
        return known
    design, errors = design_at(trial, at)
    assert design is not None, errors
    # What was cancelled or lost is tried again, under a key of its own.
    key = f"{key_of(term.slug, trial, at)} #{0 if known is None else _number(known) + 1}"
    return runs.start_read(person, None, design, runs.Asked(trial.seed, AS_FAST_AS_POSSIBLE, None, key))


def _number(run: Run) -> int:
    return int(str(run.key).rpartition("#")[2])

"""Reads of the glossary: the page of all terms, one term, and what its experiment shows at a position."""

from __future__ import annotations

import functools
import hashlib
from typing import Any
from uuid import UUID

import orjson

from apps.accounts.models import Person
from apps.glossary import outcomes
from apps.glossary.items import Term, curves, matching, opened
from apps.runs.live.records import record_of
from apps.runs.models import ALIVE, Run, State
from content.terms import ESTIMATE, Trial, design_at, document_at
from content.trying import Number, measured, over_time
from engine.version import VERSION

REMEMBERED = 400


def terms(words: str) -> dict[str, Any]:
    """The terms that a search finds."""
    return {"words": words, "terms": [opened(each) | {"has_trial": each.trial is not None} for each in matching(words)]}


def term(found: Term, person: Person | None, at: int) -> dict[str, Any]:
    """A term with its experiment, if it has one."""
    return {"term": opened(found), "experiment": shown(found, person, at) if found.trial else None}


def shown(found: Term, person: Person | None, at: int) -> dict[str, Any]:
    """What the experiment of a term shows when its slider stands at a position."""
    trial = found.trial
    assert trial is not None
    base: dict[str, Any] = {
        "slug": found.slug,
        "at": at,
        "label": trial.positions[at].label,
        "last": len(trial.positions) - 1,
        "slider": trial.slider,
        "labels": [each.label for each in trial.positions],
        "question": trial.question,
        "columns": [each.label for each in trial.figures],
        "says": [each.says for each in trial.shown],
        "is_run": trial.by != ESTIMATE,
        "run": None,
    }
    return base | (_estimated(found.slug, trial, at) if trial.by == ESTIMATE else _run(found.slug, trial, person, at))


def key_of(slug: str, trial: Trial, at: int) -> str:
    """By what the runs of one position are found again: another design, seed or engine has another key."""
    text = orjson.dumps([document_at(trial, at), trial.seed, VERSION], option=orjson.OPT_SORT_KEYS)
    return f"term {slug[:20]} {hashlib.sha256(text).hexdigest()[:24]}"


def runs_of(person: Person | None, slug: str, trial: Trial) -> dict[int, Run]:
    """By position the newest run that somebody has of it."""
    if person is None:
        return {}
    keys = {key_of(slug, trial, each): each for each in range(len(trial.positions))}
    rows = Run.objects.owned_by(person).filter(key__startswith=f"term {slug[:20]} ").order_by("created")
    return {keys[start]: row for row in rows if (start := str(row.key).rpartition(" #")[0]) in keys}


def _estimated(slug: str, trial: Trial, at: int) -> dict[str, Any]:
    figures = curves(slug)
    return {
        "panels": outcomes.panels(trial, figures, at),
        "said": outcomes.said(trial, figures[at]),
        "rows": outcomes.table(trial, dict(enumerate(figures))),
    }


def _run(slug: str, trial: Trial, person: Person | None, at: int) -> dict[str, Any]:
    runs = runs_of(person, slug, trial)
    done = {
        position: _record(run.pk, slug, position, trial) for position, run in runs.items() if run.state == State.DONE
    }
    figures = {position: figures for position, (figures, _) in done.items()}
    assert trial.course is not None
    run = runs.get(at)
    return {
        "course": outcomes.courses(trial, trial.course, {each: curve for each, (_, curve) in done.items()}, at),
        "said": outcomes.said(trial, figures[at]) if at in figures else [],
        "rows": outcomes.table(trial, figures) if figures else [],
        "run": run,
        "is_going_on": run is not None and run.state in ALIVE,
        "failed": "" if run is None or run.state in (*ALIVE, State.DONE) else run.reason or f"The run was {run.state}.",
    }


def _record(
    run_id: UUID, slug: str, position: int, trial: Trial
) -> tuple[dict[str, Number], list[tuple[float, float]]]:
    """Figures and course of a finished run. What has ended never changes, so that it is read once."""
    known = _remembered(run_id, slug, position)
    if not known:
        run = Run.objects.get(pk=run_id)
        record = record_of(run)
        design, _ = design_at(trial, position)
        assert design is not None
        assert trial.course is not None
        known.append((measured(trial, design, record), over_time(trial.course, record)))
    return known[0]


@functools.lru_cache(maxsize=REMEMBERED)
def _remembered(_run_id: UUID, _slug: str, _position: int) -> list[tuple[dict[str, Number], list[tuple[float, float]]]]:
    """A place for what was read, forgotten when many others came after it."""
    return []

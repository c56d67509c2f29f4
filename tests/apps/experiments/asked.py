"""Begins experiments with defaults, so that what a test sets is what it is about."""

from __future__ import annotations

from typing import Any

from apps.experiments import actions, execution
from apps.experiments.kinds import kinds
from apps.experiments.models import Experiment
from apps.runs import execution as desk
from apps.runs.models import ALIVE, Run
from tests.apps import made
from tests.people import Someone

SWEEP = {"parameter": "traffic.viewers.rate_per_s", "low": 20.0, "high": 120.0, "steps": 3, "scale": "linear"}
COMPARE = {"against": "parameter", "parameter": "components.service.instances", "value": 1.0}
WISHES: dict[str, dict[str, Any]] = {"sweep": SWEEP, "compare": COMPARE, "repeat": {}}


def wish(kind: str, **changes: Any) -> dict[str, Any]:
    """What somebody asks for: two seeds of a few seconds each."""
    return {"seeds": 2, "first_seed": 1, "duration_s": 4.0} | WISHES[kind] | changes


def asked(someone: Someone, kind: str = "repeat", design: Any = None, key: str = "key", **changes: Any) -> Any:
    """An experiment on a small design, or the errors of what was asked."""
    assert someone.person is not None
    stored = design or made.design(someone.person)
    return actions.start(someone.person, stored, kinds()[kind], wish(kind, **changes), key)


def done(experiment: Experiment) -> Experiment:
    """The experiment after workers and gatherers have done everything there is to do."""
    while Run.objects.filter(state__in=ALIVE).exists():
        desk.work()
    execution.gather_due()
    experiment.refresh_from_db()
    return experiment

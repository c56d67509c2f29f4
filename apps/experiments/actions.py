"""Beginning an experiment, ending it early, naming and deleting it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Person
from apps.designs.models import Design as StoredDesign
from apps.experiments import execution
from apps.experiments.kinds import Arm, Kind, read_wish
from apps.experiments.limits import ALIVE_MOST, EXPERIMENTS_MOST
from apps.experiments.models import NAME_CHARACTERS, Cell, Experiment, Stage
from apps.experiments.queries import Plan, planned
from apps.runs import actions as runs
from apps.runs.models import Run
from engine.design.model import DesignError
from engine.version import VERSION

LANE = "batch"


def start(
    owner: Person, design: StoredDesign, kind: Kind, sent: Mapping[str, Any], key: str
) -> Experiment | list[DesignError]:
    """Orders the runs of an experiment, all or none. The same key, or the same inputs, give the one that is there.

    Raises RunNotAllowed when a limit or a quota is met.
    """
    wish, errors = read_wish(kind, sent)
    plan, errors = (None, errors) if wish is None else planned(owner, design, kind, wish)
    if wish is None or plan is None:
        return errors
    with transaction.atomic():
        # Two tabs that press at once wait here for each other, so no limit is passed twice.
        Person.objects.select_for_update().get(pk=owner.pk)
        known = _known(owner, plan, key)
        if known is not None:
            return known
        _refuse_too_many(owner)
        experiment = _made(owner, design, kind, wish, plan, key)
        _order(experiment, design, plan)
    # Runs that somebody made before are done already, and perhaps all of them.
    execution.gather(experiment)
    experiment.refresh_from_db()
    return experiment


def cancel(experiment: Experiment) -> None:
    """Ends an experiment that is under way; what was measured so far stays, and runs that wait cost nothing."""
    if not Experiment.objects.filter(pk=experiment.pk, stage=Stage.RUNNING).update(
        stage=Stage.CANCELLED, ended=timezone.now()
    ):
        raise runs.RunNotAllowed("This experiment has ended.")
    _stop_runs(experiment)
    execution.gather(experiment)


def rename(experiment: Experiment, name: str) -> None:
    """What its owner calls it; an empty name changes nothing."""
    tidy = " ".join(name.split())[:NAME_CHARACTERS]
    if tidy:
        Experiment.objects.filter(pk=experiment.pk).update(name=tidy)


def delete(experiment: Experiment) -> None:
    """Gone with its cells; runs that are done stay in the history."""
    _stop_runs(experiment)
    Experiment.objects.filter(pk=experiment.pk).delete()


def _known(owner: Person, plan: Plan, key: str) -> Experiment | None:
    """The experiment of this key, or one of the same inputs whose result is there or on its way."""
    mine = Experiment.objects.owned_by(owner)
    alike = mine.filter(inputs_hash=plan.inputs_hash, stage__in=[Stage.RUNNING, Stage.DONE])
    found: Experiment | None = mine.filter(key=key).first() or alike.first()
    return found


def _refuse_too_many(owner: Person) -> None:
    mine = Experiment.objects.owned_by(owner)
    if mine.count() >= EXPERIMENTS_MOST:
        raise runs.RunNotAllowed(f"You have {EXPERIMENTS_MOST} experiments, as many as are kept: delete one first.")
    if mine.filter(stage=Stage.RUNNING).count() >= ALIVE_MOST:
        sentence = f"{ALIVE_MOST} of your experiments are under way, the most at once: cancel one, or wait for its end."
        raise runs.TooMany("experiments_at_once", sentence, 10.0)


def _made(owner: Person, design: StoredDesign, kind: Kind, wish: Mapping[str, Any], plan: Plan, key: str) -> Experiment:
    name = " ".join(str(wish["name"]).split()) or f"{kind.label}: {design.name}"
    made: Experiment = Experiment.objects.create(
        owner=owner,
        design=design,
        kind=kind.name,
        name=name[:NAME_CHARACTERS],
        wish={each: value for each, value in wish.items() if each != "name"},
        arms=[{"label": each.label, "values": list(each.values)} for each in plan.arms],
        labels=plan.labels,
        seeds=plan.seeds,
        inputs_hash=plan.inputs_hash,
        engine_version=VERSION,
        key=key,
        cost_s=plan.cost_s,
    )
    return made


def _order(experiment: Experiment, design: StoredDesign, plan: Plan) -> None:
    cells = [(number, arm, seed) for number, arm in enumerate(plan.arms) for seed in plan.seeds]
    wanted = [_wanted(experiment, number, arm, seed) for number, arm, seed in cells]
    ordered = runs.start_graded(experiment.owner, design, wanted, LANE)
    Cell.objects.bulk_create(
        Cell(experiment=experiment, arm=number, seed=seed, run=run)
        for (number, _, seed), run in zip(cells, ordered, strict=True)
    )


def _wanted(experiment: Experiment, number: int, arm: Arm, seed: int) -> runs.Graded:
    key = hashlib.sha256(f"{experiment.pk} {number} {seed}".encode()).hexdigest()[:40]
    return runs.Graded(arm.design, seed, key, title=f"{experiment.name}: {arm.label}"[: runs.TITLE_CHARACTERS])


def _stop_runs(experiment: Experiment) -> None:
    for run in Run.objects.alive().filter(cell__experiment=experiment).defer("document"):
        try:
            runs.control_run(run, "cancel", None)
        except runs.RunNotAllowed:
            # It has ended meanwhile.
            continue

"""Reads of experiments: what pages and programs are shown, and what an experiment would be before anybody presses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from apps.accounts.models import Person
from apps.designs.models import Design as StoredDesign
from apps.designs.models import Revision
from apps.designs.queries import computing_s, failure_choices
from apps.experiments.kinds import Arm, Kind, Measured, Outcome, Told, Wish, kinds
from apps.experiments.limits import CELLS_MOST, COMPONENTS_MOST, MENU_MOST
from apps.experiments.models import Cell, Experiment
from apps.runs.fairness.cost import calibrated_s
from apps.runs.fairness.quotas import left_s
from engine.design.check import check_runnable
from engine.design.knobs import Knob, knobs_of
from engine.design.model import Design, DesignError
from engine.design.read import read_document
from engine.design.write import canonical
from engine.version import VERSION

LIST_LENGTH = 100
OFFERED_MOST = 200
REASONS_MOST = 5


@dataclass(frozen=True)
class Plan:
    """An experiment as it would be: its arms, its seeds, what it is expected to cost in seconds of a core."""

    arms: list[Arm]
    seeds: list[int]
    cost_s: float
    inputs_hash: str
    labels: dict[str, str]

    @property
    def cells(self) -> int:
        return len(self.arms) * len(self.seeds)


class OwnShelf:
    """The designs of a person, and the versions of the one that is experimented with."""

    def __init__(self, person: Person | None, stored: StoredDesign) -> None:
        self._person, self._stored = person, stored

    def design(self, design_id: UUID) -> Design | None:
        """One of the person's designs."""
        found = StoredDesign.objects.owned_by(self._person).filter(pk=design_id).first()
        return None if found is None else read_document(found.document)[0]

    def version(self, number: int) -> Design | None:
        """A version of the design that is kept."""
        found = Revision.objects.filter(design=self._stored, version=number).first()
        return None if found is None else read_document(found.document)[0]


def planned(
    person: Person | None, stored: StoredDesign, kind: Kind, wish: Wish
) -> tuple[Plan | None, list[DesignError]]:
    """What a wish comes to: (plan, []) or (None, errors), each with the field that it is about."""
    design, errors = read_document(stored.document)
    if design is None:
        return None, [DesignError("design", f"Mend the design first: {errors[0].message}")]
    if len(design.components) > COMPONENTS_MOST:
        sentence = f"Designs of at most {COMPONENTS_MOST:,} components can be experimented with."
        return None, [DesignError("design", sentence)]
    arms, errors = kind.arms(design, wish, OwnShelf(person, stored))
    errors = errors or _too_many(len(arms), wish)
    if errors:
        return None, errors
    lasting = [replace(each, design=_lasting(each.design, wish["duration_s"])) for each in arms]
    errors = [error for each in lasting for error in _unsound(each, is_first=each is lasting[0])]
    if errors:
        return None, errors[:1]
    seeds = [wish["first_seed"] + place for place in range(wish["seeds"])]
    cost_s = calibrated_s(sum(computing_s(each.design) for each in lasting) * len(seeds))
    return Plan(lasting, seeds, cost_s, _hash_of(kind, wish, lasting), _labels(design, lasting, wish)), []


def filled(kind: Kind, stored: StoredDesign, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a program, with what its form begins with where they are silent."""
    design, _ = read_document(stored.document)
    return ({} if design is None else kind.begins(design, {})) | dict(settings)


def _too_many(arms: int, wish: Wish) -> list[DesignError]:
    cells = arms * wish["seeds"]
    if cells <= CELLS_MOST:
        return []
    return [DesignError("seeds", f"These are {cells} runs, and {CELLS_MOST} are the most: take fewer seeds or steps.")]


def _lasting(design: Design, duration_s: float | None) -> Design:
    if duration_s is None:
        return design
    return replace(design, workload=replace(design.workload, duration_s=duration_s))


def _unsound(arm: Arm, *, is_first: bool) -> list[DesignError]:
    """Why an arm cannot be run; what is wrong with the drawing itself is said once, of the drawing."""
    work = arm.design.workload
    if work.warm_up_s >= work.duration_s:
        sentence = f"Give more than the warm-up of {work.warm_up_s:g} s, which is not measured."
        return [DesignError("duration_s", sentence)]
    where = "This design" if is_first else arm.label
    return [DesignError("design", f"{where} cannot be run: {each.message}") for each in check_runnable(arm.design)]


def _hash_of(kind: Kind, wish: Wish, arms: list[Arm]) -> str:
    """What equal experiments have in common."""
    digest = hashlib.sha256(f"{kind.name}\n{wish['first_seed']}\n{wish['seeds']}\n{VERSION}".encode())
    for each in arms:
        digest.update(json.dumps([each.label, each.values]).encode() + canonical(each.design))
    return digest.hexdigest()


def _labels(design: Design, arms: list[Arm], wish: Wish) -> dict[str, str]:
    """What components are called in any of the designs, and the parameters that were turned."""
    found = {part.id: part.label for each in reversed(arms) for part in each.design.components}
    known = knobs_of(design)
    turned = [str(wish.get(name) or "") for name in ("parameter", "parameter2")]
    return found | {path: _with_unit(known[path]) for path in turned if path in known}


def _with_unit(knob: Knob) -> str:
    return f"{knob.name} ({knob.unit})" if knob.unit else knob.name


def menus(person: Person | None, stored: StoredDesign) -> dict[str, Any]:
    """What the forms offer: parameters by what they belong to, failures, versions, other designs."""
    design, _ = read_document(stored.document)
    if design is None:
        return {"owners": [], "failures": [], "versions": [], "others": []}
    owners: dict[str, list[Knob]] = {}
    for knob in list(knobs_of(design).values())[:MENU_MOST]:
        owners.setdefault(knob.owner, []).append(knob)
    versions = Revision.objects.filter(design=stored).exclude(version=stored.version).order_by("-version")
    others = StoredDesign.objects.owned_by(person).filter(purpose="").exclude(pk=stored.pk)
    return {
        "owners": list(owners.items()),
        "failures": failure_choices(design)[:MENU_MOST],
        "versions": list(versions.values("version", "name", "created")[:OFFERED_MOST]),
        "others": list(others.values("id", "name")[:OFFERED_MOST]),
        "duration_s": design.workload.duration_s,
        "knobs": knobs_of(design),
    }


def left_of(person: Person | None) -> float:
    """Seconds of computing that somebody may still use today."""
    return left_s(person, timezone.now())


def experiments_of(person: Person | None, design: StoredDesign | None = None) -> list[dict[str, Any]]:
    """The person's experiments, the newest first, with how many of their cells are done."""
    rows = Experiment.objects.owned_by(person).select_related("design").defer("result", "arms", "labels")
    rows = rows.annotate(cells_count=Count("cells"), cells_done=Count("cells", filter=ENDED))
    rows = rows.filter(design=design) if design is not None else rows
    return [{"row": each, "kind": kinds().get(each.kind)} for each in rows[:LIST_LENGTH]]


ENDED = Q(cells__figures__isnull=False) | ~Q(cells__trouble="")


def progress_of(experiment: Experiment) -> dict[str, Any]:
    """How many cells there are, are done, and were lost, and why."""
    counts = experiment.cells.aggregate(cells=Count("pk"), done=Count("pk", filter=Q(figures__isnull=False)))
    lost = list(experiment.cells.exclude(trouble="").values_list("trouble", flat=True))
    over = counts["done"] + len(lost)
    return counts | {"lost": len(lost), "over": over, "reasons": list(dict.fromkeys(lost))[:REASONS_MOST]}


def outcome_of(experiment: Experiment) -> Outcome:
    """The result; while cells are missing, and after a cancel, what follows from those that are there."""
    return experiment.result if experiment.result is not None else outcome_so_far(experiment)


def outcome_so_far(experiment: Experiment) -> Outcome:
    """What follows from the cells that are done, whoever computed them and in whatever order."""
    cells: list[list[Measured]] = [[] for _ in experiment.arms]
    for each in experiment.cells.filter(figures__isnull=False).order_by("arm", "seed"):
        cells[each.arm].append(Measured(each.seed, each.figures or {}, each.courses or {}))
    return kinds()[experiment.kind].outcome(Told(experiment.wish, experiment.arms, cells))


def shown(experiment: Experiment, figure: str) -> dict[str, Any]:
    """What the page of an experiment shows."""
    kind, progress = kinds()[experiment.kind], progress_of(experiment)
    outcome = kind.shown(outcome_of(experiment), experiment.labels, figure) if progress["done"] else None
    return {
        "experiment": experiment,
        "kind": kind,
        "progress": progress,
        "outcome": outcome,
        "template": f"experiments/outcome_{kind.name}.html",
        "seeds": experiment.seeds,
    }


def runs_of(experiment: Experiment) -> list[Cell]:
    """The cells with their runs, without what is long."""
    rows = experiment.cells.select_related("run").defer(
        "figures", "courses", "run__document", "run__summary", "run__layout", "run__notes"
    )
    return list(rows)


def rows_of(experiment: Experiment) -> list[list[str | float | None]]:
    """The outcome as a table."""
    return kinds()[experiment.kind].rows(outcome_of(experiment), experiment.labels)


def told(experiment: Experiment) -> dict[str, Any]:
    """An experiment as programs read it."""
    progress = progress_of(experiment)
    return {
        "id": str(experiment.pk),
        "kind": experiment.kind,
        "name": experiment.name,
        "design": str(experiment.design_id) if experiment.design_id else None,
        "stage": experiment.stage,
        "reason": experiment.reason,
        "settings": experiment.wish,
        "engine": experiment.engine_version,
        "cells": progress["cells"],
        "done": progress["done"],
        "lost": progress["lost"],
    }

"""An experiment and its cells. A cell is one run: one arm of the experiment with one seed."""

from __future__ import annotations

from typing import Any

from django.db import models

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.common.words import lazy
from apps.designs.models import Design
from apps.runs.models import Run

NAME_CHARACTERS = 120


class Stage(models.TextChoices):
    """Where an experiment is in its life."""

    RUNNING = "running", lazy("Running")
    DONE = "done", lazy("Done")
    CANCELLED = "cancelled", lazy("Cancelled")
    FAILED = "failed", lazy("Failed")


class ExperimentQuerySet(OwnedQuerySet):
    """Experiments belong to who asked for them."""

    def hand_over(self, giver: Any, taker: Any) -> int:
        # Idempotency keys are short-lived and unique for each owner: the taker's own stay.
        return self.filter(owner=giver).update(owner=taker, key=None)


class Experiment(Row):
    """What was asked, of which design, and what came of it. `wish`, `arms` and the runs of its cells never change.

    `arms` holds {"label", "values"} for each design that is run, in order; `labels` those of components by id.
    `result` is there when every cell has ended: it follows from the figures of the cells alone.
    """

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="experiments")
    design = models.ForeignKey(Design, null=True, blank=True, on_delete=models.SET_NULL, related_name="experiments")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=NAME_CHARACTERS)
    wish = models.JSONField()
    arms = models.JSONField()
    labels = models.JSONField(default=dict)
    seeds = models.JSONField()
    inputs_hash = models.CharField(max_length=64, db_index=True)
    engine_version = models.CharField(max_length=40)
    key = models.CharField(max_length=64, null=True, blank=True)
    cost_s = models.FloatField(default=0.0)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RUNNING)
    reason = models.TextField(blank=True, default="")
    result = models.JSONField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    # Until when somebody has it who gathers its cells.
    taken_until = models.DateTimeField(null=True, blank=True)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_experiment_for_each_key")]
        indexes = [models.Index(fields=["owner", "-created"]), models.Index(fields=["stage", "created"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.stage == Stage.RUNNING


class Cell(models.Model):
    """One run of an experiment. `figures` are there when the run is done, `trouble` says why they never will be."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="cells")
    arm = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="cell")
    figures = models.JSONField(null=True, blank=True)
    courses = models.JSONField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["arm", "seed"]
        constraints = [
            models.UniqueConstraint(fields=["experiment", "arm", "seed"], name="one_cell_for_each_arm_and_seed")
        ]

"""An attempt at an item, the answers given in it, its runs, and the checks that were pressed with their grades."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.common.words import lazy
from apps.designs.models import Design
from apps.runs.models import Run


class AttemptQuerySet(OwnedQuerySet):
    """Attempts, by whose they are."""

    def hand_over(self, giver: Any, taker: Any) -> int:
        """All attempts of one person become another's, numbered after those that the taker has at the same item."""
        mine = list(self.filter(owner=giver).order_by("number"))
        for attempt in mine:
            last = self.filter(owner=taker, item=attempt.item).aggregate(last=Max("number"))["last"]
            self.filter(pk=attempt.pk).update(owner=taker, number=(last or 0) + 1)
        return len(mine)


class Attempt(Row):
    """One person's attempt at an item; the design in it is saved as any other."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attempts")
    # Content lies in files: an item is known by the uuid in its folder, and by what it said when it was begun.
    item = models.UUIDField(db_index=True)
    item_digest = models.CharField(max_length=64)
    # Which values somebody got of those that the item varies; 0 is the first of each.
    variant = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(default=1)
    design = models.OneToOneField(Design, on_delete=models.CASCADE, related_name="attempt")
    # Where the person was last, and the number of the farthest step that they came to.
    step = models.CharField(max_length=60, blank=True, default="")
    reached = models.PositiveSmallIntegerField(default=0)
    seen = models.DateTimeField(default=timezone.now)
    passed = models.DateTimeField(null=True, blank=True)
    # Whether a class gave it out, and on which terms.
    is_assigned = models.BooleanField(default=False)
    checks_most = models.PositiveIntegerField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-seen"]
        constraints = [models.UniqueConstraint(fields=["owner", "item", "number"], name="one_attempt_for_each_number")]


class Answer(models.Model):
    """What was said at one step. `version` rises with every saving, so that two tabs do not overwrite each other."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    step = models.CharField(max_length=60)
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved = models.DateTimeField(default=timezone.now)
    # A prediction stands from the first run on: nobody predicts what they have seen.
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "step"], name="one_answer_for_each_step")]


class Trial(models.Model):
    """A run that somebody started in an attempt, and of which of the item's experiments."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="trials")
    step = models.CharField(max_length=60)
    experiment = models.CharField(max_length=60)
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="trial")

    class Meta:
        ordering = ["-pk"]


class Stage(models.TextChoices):
    """Where a check is in its life."""

    RUNNING = "running", lazy("Running")
    GRADED = "graded", lazy("Graded")
    CANCELLED = "cancelled", lazy("Cancelled")
    # It could not be graded; the reason says why, and it does not count.
    FAILED = "failed", lazy("Failed")


class SubmissionQuerySet(models.QuerySet[Any]):
    """Submissions belong to who owns their attempt."""

    def owned_by(self, person: Any) -> Self:
        return self.filter(attempt__owner=person) if person is not None else self.none()

    def visible_to(self, person: Any) -> Self:
        return self.owned_by(person)


class Submission(Row):
    """A check that was pressed: the frozen document, its runs, and the grade that was made from their records."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    document = models.JSONField()
    # The answers as they stood, because checks may ask about them.
    answers = models.JSONField(default=dict)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RUNNING)
    reason = models.TextField(blank=True, default="")
    # The grade in canonical bytes and their digest: graded again, the same record gives the same bytes.
    grade = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    item_digest = models.CharField(max_length=64)
    points = models.FloatField(default=0.0)
    points_most = models.FloatField(default=0.0)
    has_passed = models.BooleanField(default=False)
    graded = models.DateTimeField(null=True, blank=True)
    # Until when a grader has it.
    taken_until = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="one_check_for_each_number"),
            models.UniqueConstraint(fields=["attempt", "key"], name="one_check_for_each_key"),
            models.UniqueConstraint(fields=["attempt"], condition=Q(stage="running"), name="one_check_at_a_time"),
        ]
        indexes = [models.Index(fields=["stage"], condition=Q(stage="running"), name="checks_under_way")]

    @property
    def is_running(self) -> bool:
        return self.stage == Stage.RUNNING


class GradedRun(models.Model):
    """One run of a check. `part` is what the grader calls it: of which experiment, which seed, and up to where."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="runs")
    part = models.CharField(max_length=200)
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="graded")

    class Meta:
        ordering = ["part"]
        constraints = [models.UniqueConstraint(fields=["submission", "part"], name="one_run_for_each_part")]


class Regrade(models.Model):
    """A grade that was made anew, such as after a check was mended: what it was before, and what it became."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="regrades")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    digest_before = models.CharField(max_length=64)
    digest_after = models.CharField(max_length=64)
    points_before = models.FloatField()
    points_after = models.FloatField()

    class Meta:
        ordering = ["-at"]

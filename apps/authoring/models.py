"""What somebody writes for others to solve, the editions that were published of it, and its proofs."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.runs.models import Run

SHARE_BYTES = 16


def new_share() -> str:
    """A code that nobody guesses."""
    return secrets.token_urlsafe(SHARE_BYTES)


class Authored(Row):
    """A draft. `item` is the uuid under which its editions are known; the id of the row is that of its preview.

    `files` has the texts of its files by name, as they would lie in a folder; `version` rises with every saving.
    """

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="authored")
    item = models.UUIDField(unique=True, default=uuid.uuid4)
    title = models.CharField(max_length=120)
    files = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved = models.DateTimeField(default=timezone.now)
    # Whether everybody finds it among the scenarios; otherwise it is reached through classes alone.
    is_listed = models.BooleanField(default=False)
    # Whoever has the link of this code may take a copy; empty: nobody.
    share = models.CharField(max_length=40, blank=True, default="", db_index=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-saved"]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """What was published; never changed."""

    authored = models.ForeignKey(Authored, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    files = models.JSONField()
    digest = models.CharField(max_length=64)
    published = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["authored", "number"], name="one_edition_for_each_number")]


class Stage(models.TextChoices):
    """Where a proof is in its life."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ProofQuerySet(models.QuerySet[Any]):
    """Proofs belong to who owns what they prove."""

    def owned_by(self, person: Any) -> Self:
        return self.filter(authored__owner=person) if person is not None else self.none()

    def visible_to(self, person: Any) -> Self:
        return self.owned_by(person)


class Proof(Row):
    """A draft put to the test: every answer that its author gave, and those that nobody should pass with."""

    authored = models.ForeignKey(Authored, on_delete=models.CASCADE, related_name="proofs")
    # What the draft said when this was begun; another draft needs another proof.
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RUNNING)
    reason = models.TextField(blank=True, default="")
    table = models.JSONField(default=list)
    holds = models.BooleanField(default=False)
    ended = models.DateTimeField(null=True, blank=True)
    # Until when somebody has it who makes its table.
    taken_until = models.DateTimeField(null=True, blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(fields=["authored"], condition=Q(stage="running"), name="one_proof_at_a_time")
        ]

    @property
    def is_running(self) -> bool:
        return self.stage == Stage.RUNNING


class ProofRun(models.Model):
    """One run of a proof: of which answer, and what the grader calls it."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="runs")
    candidate = models.CharField(max_length=120)
    part = models.CharField(max_length=200)
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="proof")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proof", "candidate", "part"], name="one_run_for_each_part_of_a_proof")
        ]

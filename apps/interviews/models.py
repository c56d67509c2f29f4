"""A sitting of an interview: its clock, what was said in it, and the curveballs that were thrown."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.progress.models import Attempt
from apps.runs.models import Run

# Without letters that look like digits: it is told by word of mouth.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


def new_code() -> str:
    """A code that nobody guesses: 40 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class SittingQuerySet(OwnedQuerySet):
    """Sittings, by who draws in them and who asks in them."""

    def led_by(self, person: Any) -> Self:
        """Where this person is the interviewer."""
        return self.filter(guest=person) if person is not None else self.none()

    def shared_with(self, person: Any) -> Self:
        """Where this person is the candidate or the interviewer."""
        return self.filter(Q(owner=person) | Q(guest=person)) if person is not None else self.none()

    def hand_over(self, giver: Any, taker: Any) -> int:
        """Who sat opposite as a visitor goes on as the account, but never opposite themself."""
        led = self.led_by(giver).exclude(owner=taker).update(guest=taker)
        return led + super().hand_over(giver, taker)


class Sitting(Row):
    """One interview of one candidate. The clock is the server's: `spent` are seconds by stage, and `since` is when the
    present stage went on last (None while it is paused)."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sittings")
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="sitting")
    stage = models.CharField(max_length=60)
    is_timed = models.BooleanField(default=True)
    spent = models.JSONField(default=dict)
    since = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    # An interviewer comes by a code; who has swapped goes on in another sitting.
    code = models.CharField(max_length=12, unique=True, null=True, blank=True)
    guest = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="led_sittings")
    successor = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="before")

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def spent_s(self, stage: str, now: datetime | None = None) -> float:
        """Seconds that a stage has taken until now."""
        taken = float(self.spent.get(stage, 0.0))
        if stage == self.stage and self.since is not None:
            taken += ((now or timezone.now()) - self.since).total_seconds()
        return taken

    def clock_s(self, now: datetime | None = None) -> float:
        """Seconds of the whole interview until now."""
        return sum(self.spent_s(each, now) for each in {*self.spent, self.stage})


class Kind(models.TextChoices):
    """What an entry of a sitting is."""

    STAGE = "stage"
    ASKED = "asked"
    SUM = "sum"
    PROMPT = "prompt"
    DECISION = "decision"
    JUDGED = "judged"
    THROWN = "thrown"
    NOTICED = "noticed"
    # What the interviewer writes down for themself and for the report.
    REMARK = "remark"


class Entry(models.Model):
    """Something that was said or done, never changed: of several with one key the last one counts."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    clock_s = models.FloatField()
    stage = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=60, blank=True, default="")
    text = models.TextField(blank=True, default="")
    value = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]


class Throw(models.Model):
    """A curveball that was thrown, and when of the run's clock the candidate said that something is wrong."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="throws")
    curveball = models.CharField(max_length=60)
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="throw")
    noticed_s = models.FloatField(null=True, blank=True)
    noticed = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["pk"]

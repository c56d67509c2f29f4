"""A lecture, and the seats of those who came to it by its code."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.db import models

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.designs.models import Design
from apps.runs.models import Run

# Without letters that look like digits: it is read from a wall.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6


def new_code() -> str:
    """A code that is typed from a wall and not guessed in the hour that it is good for: 30 bits, and tries are few."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class LectureQuerySet(OwnedQuerySet):
    """Lectures, by who teaches in them and who sits in them."""

    def shared_with(self, person: Any) -> Self:
        """Where this person teaches or has a seat."""
        if person is None:
            return self.none()
        seats = Seat.objects.filter(owner=person).values("lecture")
        return self.filter(models.Q(owner=person) | models.Q(pk__in=seats))


class Lecture(Row):
    """One lecture. `round` counts how often everybody's design was started."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lectures")
    title = models.CharField(max_length=120)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    is_open = models.BooleanField(default=True)
    document = models.JSONField()
    question = models.CharField(max_length=300, blank=True, default="")
    unit = models.CharField(max_length=20, blank=True, default="")
    # Answers are taken until the first run of a round: nobody predicts what they have seen.
    takes_answers = models.BooleanField(default=False)
    round = models.PositiveIntegerField(default=0)
    duration_s = models.FloatField(default=90.0)
    objective = models.FloatField(default=0.95)
    failure = models.CharField(max_length=60, blank=True, default="")
    target = models.CharField(max_length=200, blank=True, default="")
    sentence = models.TextField(blank=True, default="")
    injected = models.DateTimeField(null=True, blank=True)
    # How long it took until the failure was written into the last of the runs, in seconds.
    injecting_s = models.FloatField(null=True, blank=True)

    objects = LectureQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]


class SeatQuerySet(OwnedQuerySet):
    """Seats, by whose they are."""

    def hand_over(self, giver: Any, taker: Any) -> int:
        """Where both have a seat the taker's own stays."""
        known = list(self.filter(owner=taker).values_list("lecture", flat=True))
        return self.filter(owner=giver).exclude(lecture__in=known).update(owner=taker)


class Seat(Row):
    """Somebody who came: a name, a design of their own, what they predicted, and the run of this round."""

    lecture = models.ForeignKey(Lecture, on_delete=models.CASCADE, related_name="seats")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    name = models.CharField(max_length=60)
    design = models.OneToOneField(Design, on_delete=models.CASCADE, related_name="seat")
    answer = models.FloatField(null=True, blank=True)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Why the design could not be run, or the failure could not come to it.
    trouble = models.TextField(blank=True, default="")
    # The number of the failure in the log of the run.
    command = models.PositiveIntegerField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["created"]
        constraints = [models.UniqueConstraint(fields=["lecture", "owner"], name="one_seat_for_each_person")]

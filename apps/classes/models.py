"""A class, who is in it, what is given out in it, and the attempts that were made for it."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.models import OwnedQuerySet, Row
from apps.common.words import lazy
from apps.progress.models import Attempt

# Without letters that look like digits, so that a code can be read from a blackboard.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


class Role(models.TextChoices):
    """What somebody is in a class."""

    LEARNER = "learner", lazy("Learner")
    ASSISTANT = "assistant", lazy("Assistant")
    INSTRUCTOR = "instructor", lazy("Instructor")


STAFF = (Role.ASSISTANT, Role.INSTRUCTOR)


def new_code() -> str:
    """A code that nobody guesses: 31 letters, eight times, 40 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class ClassroomQuerySet(models.QuerySet[Any]):
    """Classes, by what a person is in them."""

    def owned_by(self, person: Any) -> Self:
        return self.taught_by(person)

    def visible_to(self, person: Any) -> Self:
        return self.joined_by(person)

    def taught_by(self, person: Any) -> Self:
        """Where this person is an instructor."""
        return self._with_role(person, (Role.INSTRUCTOR,))

    def assisted_by(self, person: Any) -> Self:
        """Where this person is an instructor or an assistant."""
        return self._with_role(person, STAFF)

    def joined_by(self, person: Any) -> Self:
        """Where this person is anything."""
        return self._with_role(person, tuple(Role))

    def _with_role(self, person: Any, roles: tuple[str, ...]) -> Self:
        if person is None:
            return self.none()
        mine = Membership.objects.filter(owner=person, role__in=roles).values("classroom")
        return self.filter(pk__in=mine)


class Classroom(Row):
    """A class. Whoever knows the code may join while it is open."""

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    is_open = models.BooleanField(default=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(OwnedQuerySet):
    """Memberships, by whose they are."""

    def hand_over(self, giver: Any, taker: Any) -> int:
        """Where both were members the taker's own role stays."""
        known = self.filter(owner=taker).values("classroom")
        return (
            self.filter(owner=giver)
            .exclude(classroom__in=list(known.values_list("classroom", flat=True)))
            .update(owner=taker)
        )


class Membership(models.Model):
    """Somebody in a class, under the name that its gradebook shows."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="memberships")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.LEARNER)
    name = models.CharField(max_length=80)
    joined = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["classroom", "owner"], name="one_membership_for_each_person")]


class AssignmentQuerySet(models.QuerySet[Any]):
    """Assignments, by what a person is in their class."""

    def owned_by(self, person: Any) -> Self:
        return self.taught_by(person)

    def visible_to(self, person: Any) -> Self:
        return self.joined_by(person)

    def taught_by(self, person: Any) -> Self:
        return self.filter(classroom__in=Classroom.objects.taught_by(person))

    def assisted_by(self, person: Any) -> Self:
        return self.filter(classroom__in=Classroom.objects.assisted_by(person))

    def joined_by(self, person: Any) -> Self:
        """Learners see what has been opened; who teaches sees what is prepared as well."""
        staff = Q(classroom__in=Classroom.objects.assisted_by(person))
        return self.filter(staff | Q(classroom__in=Classroom.objects.joined_by(person), opens__lte=timezone.now()))


class Assignment(Row):
    """An item given out to a class."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="assignments")
    item = models.UUIDField()
    title = models.CharField(max_length=120)
    opens = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(null=True, blank=True)
    # After this nothing is taken; between the two a check loses so many per cent for each day begun.
    closes = models.DateTimeField(null=True, blank=True)
    late_percent_per_day = models.PositiveSmallIntegerField(default=10)
    checks_most = models.PositiveIntegerField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due", "created"]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """More time for one learner."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="extensions")
    due = models.DateTimeField()
    closes = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "membership"], name="one_extension_for_each")]


class Work(models.Model):
    """The attempt that a learner makes at an assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="works")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="works")
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="work")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "membership"], name="one_work_for_each_member")]

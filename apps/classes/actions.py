"""Making a class, joining it, giving things out, and grading again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.accounts.models import Person
from apps.classes.models import Assignment, Classroom, Extension, Membership, Role, Work, new_code
from apps.common.words import t
from apps.progress import actions as progress
from apps.progress.execution import regrade_submission
from apps.progress.items import Item, item_of
from apps.progress.models import Attempt, Regrade, Stage, Submission

CLASSES_MOST = 40
MEMBERS_MOST = 1_000
ASSIGNMENTS_MOST = 200


class NotPossible(Exception):
    """The state of a class forbids it; the message says why, for the person."""

    status = 409


@dataclass(frozen=True)
class Given:
    """What an assignment says."""

    item: UUID
    opens: datetime
    due: datetime | None
    closes: datetime | None
    late_percent_per_day: int
    checks_most: int | None


@transaction.atomic
def make_class(maker: Person, name: str, own_name: str) -> Classroom:
    """A new class; who makes it teaches it."""
    taught = Membership.objects.filter(owner=maker, role=Role.INSTRUCTOR).count()
    if taught >= CLASSES_MOST:
        raise NotPossible(t("You teach %(taught)s classes, as many as one may.", taught=taught))
    classroom: Classroom = Classroom.objects.create(name=name)
    Membership.objects.create(classroom=classroom, owner=maker, role=Role.INSTRUCTOR, name=own_name)
    return classroom


@transaction.atomic
def join(person: Person, code: str, name: str) -> Classroom:
    """Joins as a learner by a code. Whoever is in it already stays what they are."""
    found: Classroom | None = Classroom.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise NotPossible(t("There is no class with this code: ask for it again."))
    if Membership.objects.filter(classroom=found, owner=person).exists():
        return found
    if not found.is_open:
        raise NotPossible(t("This class takes nobody in at the moment: ask who teaches it."))
    if found.memberships.count() >= MEMBERS_MOST:
        raise NotPossible(
            t("This class has %(members_most)s members, as many as there may be.", members_most=f"{MEMBERS_MOST:,}")
        )
    Membership.objects.create(classroom=found, owner=person, name=name)
    # Runs of a class are served as those of one group, so that one class does not crowd out another.
    Person.objects.filter(pk=person.pk, group_key="").update(group_key=str(found.pk))
    return found


@transaction.atomic
def set_role(classroom: Classroom, membership: Membership, role: str) -> None:
    """Somebody becomes a learner, an assistant or an instructor; a class never is without instructors."""
    _keep_an_instructor(classroom, membership, role)
    Membership.objects.filter(pk=membership.pk).update(role=role)


@transaction.atomic
def leave(classroom: Classroom, membership: Membership) -> None:
    """Somebody is in the class no longer. What they did stays theirs; it is not in the gradebook any more."""
    _keep_an_instructor(classroom, membership, "")
    Membership.objects.filter(pk=membership.pk).delete()


def change_settings(classroom: Classroom, *, is_open: bool, renew_code: bool) -> None:
    """Opens or closes a class to newcomers; a new code makes the old one worthless."""
    code = new_code() if renew_code else classroom.code
    Classroom.objects.filter(pk=classroom.pk).update(is_open=is_open, code=code)


@transaction.atomic
def give_out(classroom: Classroom, given: Given, item: Item) -> Assignment:
    """A new assignment."""
    if classroom.assignments.count() >= ASSIGNMENTS_MOST:
        raise NotPossible(
            t(
                "This class has %(assignments_most)s assignments, as many as there may be.",
                assignments_most=ASSIGNMENTS_MOST,
            )
        )
    made: Assignment = Assignment.objects.create(classroom=classroom, title=item.title, **vars(given))
    return made


@transaction.atomic
def change_assignment(assignment: Assignment, given: Given) -> None:
    """Other dates and limits; attempts that were begun follow them."""
    values = {name: value for name, value in vars(given).items() if name != "item"}
    Assignment.objects.filter(pk=assignment.pk).update(**values)
    assignment.refresh_from_db()
    for work in assignment.works.select_related("membership"):
        progress.set_terms([work.attempt_id], terms_for(assignment, work.membership))


@transaction.atomic
def extend(assignment: Assignment, memberships: Iterable[Membership], due: datetime, closes: datetime | None) -> None:
    """More time for some learners."""
    for membership in memberships:
        Extension.objects.update_or_create(
            assignment=assignment, membership=membership, defaults={"due": due, "closes": closes}
        )
        works = Work.objects.filter(assignment=assignment, membership=membership)
        progress.set_terms(list(works.values_list("attempt", flat=True)), terms_for(assignment, membership))


@transaction.atomic
def open_assignment(assignment: Assignment, membership: Membership) -> Attempt:
    """The learner's attempt at an assignment; a new one at first."""
    Membership.objects.select_for_update().get(pk=membership.pk)
    known = Work.objects.filter(assignment=assignment, membership=membership).select_related("attempt").first()
    if known is not None:
        return known.attempt
    item = item_of(assignment.item)
    if item is None:
        raise NotPossible(t("This cannot be used at the moment."))
    attempt = progress.begin(membership.owner, item, terms=terms_for(assignment, membership))
    Work.objects.create(assignment=assignment, membership=membership, attempt=attempt)
    return attempt


def terms_for(assignment: Assignment, membership: Membership) -> progress.Terms:
    """Until when and how often one learner may check."""
    extension = Extension.objects.filter(assignment=assignment, membership=membership).first()
    closes = assignment.closes
    if extension is not None:
        later = [each for each in (extension.closes, extension.due, assignment.closes) if each is not None]
        closes = max(later) if assignment.closes is not None else extension.closes
    return progress.Terms(checks_most=assignment.checks_most, closes=closes)


def regrade(assignment: Assignment, by: Person) -> list[Regrade]:
    """Grades every check of an assignment again from its records; what each was before and what it became."""
    submissions = Submission.objects.filter(attempt__work__assignment=assignment, stage=Stage.GRADED)
    made = [regrade_submission(each, by) for each in submissions.order_by("created")]
    return [each for each in made if each is not None]


def _keep_an_instructor(classroom: Classroom, membership: Membership, role: str) -> None:
    others = classroom.memberships.filter(role=Role.INSTRUCTOR).exclude(pk=membership.pk)
    if membership.role == Role.INSTRUCTOR and role != Role.INSTRUCTOR and not others.exists():
        raise NotPossible(t("Somebody must teach this class: make another one an instructor first."))

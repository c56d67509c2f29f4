"""Reads of classes: who is where, what they have, and what a gradebook holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apps.accounts.models import Person
from apps.classes.models import STAFF, Assignment, Classroom, Membership, Role
from apps.classes.scoring import Checked, Score, Terms, score_of
from apps.common.words import t
from apps.progress.explaining import read_sheet, wall_of
from apps.progress.items import item_of, to_give_out
from apps.progress.models import Attempt, Regrade, Stage

REGRADES_SHOWN = 500


def classes_of(person: Person | None) -> list[dict[str, Any]]:
    """The classes that somebody is in, with their role."""
    mine = Membership.objects.owned_by(person).select_related("classroom").order_by("classroom__name")
    return [{"classroom": each.classroom, "role": each.get_role_display(), "name": each.name} for each in mine]


def membership_of(classroom: Classroom, person: Person | None) -> Membership | None:
    """What somebody is in a class."""
    found: Membership | None = Membership.objects.owned_by(person).filter(classroom=classroom).first()
    return found


def class_page(classroom: Classroom, person: Person | None) -> dict[str, Any]:
    """A class as its member sees it."""
    me = membership_of(classroom, person)
    is_staff = me is not None and me.role in STAFF
    teaches = me is not None and me.role == Role.INSTRUCTOR
    visible = Assignment.objects.joined_by(person).filter(classroom=classroom)
    context: dict[str, Any] = {
        "classroom": classroom,
        "me": me,
        "is_staff": is_staff,
        "teaches": teaches,
        "assignments": [_assignment(each, me) for each in visible],
        "roles": Role.choices,
    }
    if is_staff:
        context["members"] = list(classroom.memberships.select_related("owner__user"))
    if teaches:
        context["items"] = to_give_out(person)
    return context


def board(classroom: Classroom) -> dict[str, Any]:
    """Who is where: for every learner the step of every assignment, and when they were last seen."""
    assignments = list(classroom.assignments.all())
    rows = [
        {"member": member, "cells": [_place(cells.get(each.pk)) for each in assignments]}
        for member, cells in _works(classroom)
    ]
    return {"classroom": classroom, "assignments": assignments, "rows": rows}


def gradebook(classroom: Classroom) -> dict[str, Any]:
    """For every learner the score of every assignment, and the sum in points."""
    assignments = list(classroom.assignments.all())
    rows = []
    for member, cells in _works(classroom):
        scores = [_score(each, member, cells.get(each.pk)) for each in assignments]
        total = sum(score.points for score in scores if score is not None)
        rows.append({"member": member, "scores": [_shown(score) for score in scores], "total": f"{total:.4g}"})
    regrades = Regrade.objects.filter(submission__attempt__work__assignment__classroom=classroom)
    changed = regrades.select_related("submission__attempt__work__membership", "submission__attempt__work__assignment")
    return {
        "classroom": classroom,
        "assignments": assignments,
        "rows": rows,
        "regrades": list(changed[:REGRADES_SHOWN]),
    }


def sheet(classroom: Classroom) -> Iterator[list[str | float | None]]:
    """The gradebook as rows of a table, the head first."""
    assignments = list(classroom.assignments.all())
    titles = [
        [t("%(title)s: points", title=each.title), f"{each.title}: of", t("%(title)s: days late", title=each.title)]
        for each in assignments
    ]
    yield ["Name", "Account", *(title for three in titles for title in three), "Total"]
    for member, cells in _works(classroom):
        scores = [_score(each, member, cells.get(each.pk)) for each in assignments]
        numbers: list[str | float | None] = []
        for score in scores:
            numbers += [score.points, score.points_most, score.days_late] if score else [None, None, None]
        account = member.owner.user.get_username() if member.owner.user else ""
        yield [member.name, account, *numbers, sum(score.points for score in scores if score is not None)]


def work_of(assignment: Assignment) -> dict[str, Any]:
    """Every check that was pressed for an assignment, for who teaches it."""
    works = assignment.works.select_related("membership", "attempt").order_by("membership__name")
    rows = [
        {"member": work.membership, "submission": each, "place": _place(work.attempt)}
        for work in works
        for each in work.attempt.submissions.all()
    ]
    begun = [{"member": work.membership, "place": _place(work.attempt)} for work in works]
    return {"assignment": assignment, "classroom": assignment.classroom, "rows": rows, "begun": begun}


def wall_of_class(assignment: Assignment) -> dict[str, Any] | None:
    """What was given out, with how those who are learners predicted."""
    item = item_of(assignment.item)
    if item is None or item.interview is not None:
        return None
    attempts = assignment.works.filter(membership__role=Role.LEARNER).values_list("attempt", flat=True)
    return wall_of(item, list(attempts), assignment.classroom.memberships.filter(role=Role.LEARNER).count())


def sheet_of_member(assignment: Assignment, member: Membership) -> dict[str, Any] | None:
    """What somebody has made of an assignment; None when they have not begun."""
    work = assignment.works.filter(membership=member).select_related("attempt__design").first()
    sheet = read_sheet(work.attempt) if work else None
    return None if sheet is None else sheet | {"of_whom": member.name}


def _works(classroom: Classroom) -> Iterator[tuple[Membership, dict[Any, Attempt]]]:
    learners = classroom.memberships.filter(role=Role.LEARNER).select_related("owner__user")
    for member in learners.prefetch_related("works__attempt__submissions", "extensions"):
        yield member, {work.assignment_id: work.attempt for work in member.works.all()}


def _assignment(assignment: Assignment, me: Membership | None) -> dict[str, Any]:
    work = assignment.works.filter(membership=me).select_related("attempt").first() if me else None
    score = _score(assignment, me, work.attempt) if work and me else None
    return {"row": assignment, "place": _place(work.attempt if work else None), "score": _shown(score)}


def _place(attempt: Attempt | None) -> dict[str, Any]:
    """Where an attempt stands, in a few words."""
    if attempt is None:
        return {"words": t("not begun"), "state": "none", "share": 0}
    if attempt.passed is not None:
        return {"words": "passed", "state": "done", "share": 100}
    item = item_of(attempt.item)
    steps = len(item.steps) if item else 0
    step = item.step(attempt.step) if item and attempt.step else None
    words = t("%(reached)s of %(steps)s", reached=attempt.reached, steps=steps) + (f", {step.title}" if step else "")
    return {"words": words, "state": "begun", "share": 100 * attempt.reached // max(steps, 1), "seen": attempt.seen}


def _score(assignment: Assignment, member: Membership, attempt: Attempt | None) -> Score | None:
    if attempt is None:
        return None
    extension = next((each for each in member.extensions.all() if each.assignment_id == assignment.pk), None)
    terms = Terms(
        extension.due if extension else assignment.due, attempt.closes, float(assignment.late_percent_per_day)
    )
    graded = [each for each in attempt.submissions.all() if each.stage == Stage.GRADED]
    return score_of((Checked(each.points, each.points_most, each.created) for each in graded), terms)


def _shown(score: Score | None) -> dict[str, str]:
    if score is None:
        return {"points": "", "late": ""}
    late = t("%(days_late)s d late", days_late=score.days_late) if score.days_late else ""
    return {
        "points": t(
            "%(points)s of %(points_most)s", points=f"{score.points:.4g}", points_most=f"{score.points_most:.4g}"
        ),
        "late": late,
    }

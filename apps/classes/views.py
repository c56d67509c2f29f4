"""Classes: form and permission, nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.classes import actions, queries
from apps.classes.forms import AssignmentForm, ClassForm, ExtensionForm, JoinForm, MemberForm, SettingsForm
from apps.classes.models import Assignment, Classroom, Membership
from apps.common.limits import address_of, is_too_often
from apps.common.policy import found
from apps.common.sheet import csv_of
from apps.common.words import t
from apps.progress.actions import NotPossible as AttemptNotPossible
from apps.progress.items import is_given_out_by, item_of

JOINS_PER_HOUR = 2_000


def class_list(request: PersonRequest) -> HttpResponse:
    """The classes that somebody is in; a POST makes a new one."""
    form = ClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            classroom = actions.make_class(met(request), form.cleaned_data["name"], form.cleaned_data["own_name"])
        except actions.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("class_page", class_id=classroom.pk)
    context = {"classes": queries.classes_of(request.person), "form": form}
    return render(request, "classes/list.html", context, status=_status(form))


def class_join(request: PersonRequest) -> HttpResponse:
    """Joins by a code; a link carries it."""
    if request.method != "POST":
        code = request.GET.get("code", "")[:20]
        return render(request, "classes/join.html", {"code": code, "form": JoinForm()})
    form = JoinForm(request.POST)
    if is_too_often("join", address_of(request.META), JOINS_PER_HOUR, 3600):
        form.add_error(None, t("Too many tries from here: wait a while."))
    if form.is_valid():
        try:
            classroom = actions.join(met(request), form.cleaned_data["code"], form.cleaned_data["name"])
        except actions.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("class_page", class_id=classroom.pk)
    return render(request, "classes/join.html", {"code": request.POST.get("code", "")[:20], "form": form}, status=422)


def class_page(request: PersonRequest, class_id: UUID) -> HttpResponse:
    return _page(request, found(request, Classroom, class_id))


def class_settings(request: PersonRequest, class_id: UUID) -> HttpResponse:
    classroom, form = found(request, Classroom, class_id), SettingsForm(request.POST)
    if form.is_valid():
        actions.change_settings(classroom, **form.cleaned_data)
    return redirect("class_page", class_id=classroom.pk)


def class_member(request: PersonRequest, class_id: UUID) -> HttpResponse:
    """Gives somebody another role, or takes them out."""
    classroom, form = found(request, Classroom, class_id), MemberForm(request.POST)
    if not form.is_valid():
        return _page(request, classroom, form)
    member = _member(classroom, form.cleaned_data["membership"])
    try:
        if form.cleaned_data["role"]:
            actions.set_role(classroom, member, form.cleaned_data["role"])
        else:
            actions.leave(classroom, member)
    except actions.NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, classroom, form)
    return redirect("class_page", class_id=classroom.pk)


def class_leave(request: PersonRequest, class_id: UUID) -> HttpResponse:
    classroom = found(request, Classroom, class_id)
    me = queries.membership_of(classroom, request.person)
    assert me is not None
    form = Form({})
    try:
        actions.leave(classroom, me)
    except actions.NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, classroom, form)
    return redirect("class_list")


def class_board(request: PersonRequest, class_id: UUID) -> HttpResponse:
    """Who is where."""
    return render(request, "classes/board.html", queries.board(found(request, Classroom, class_id)))


def class_gradebook(request: PersonRequest, class_id: UUID) -> HttpResponse:
    return render(request, "classes/gradebook.html", queries.gradebook(found(request, Classroom, class_id)))


def class_gradebook_csv(request: PersonRequest, class_id: UUID) -> HttpResponse:
    """The gradebook as a table for spreadsheets."""
    classroom = found(request, Classroom, class_id)
    headers = {"Content-Disposition": 'attachment; filename="gradebook.csv"', "Cache-Control": "no-store"}
    return HttpResponse(csv_of(queries.sheet(classroom)), content_type="text/csv; charset=utf-8", headers=headers)


def assignment_create(request: PersonRequest, class_id: UUID) -> HttpResponse:
    classroom, form = found(request, Classroom, class_id), AssignmentForm(request.POST)
    item = item_of(form.cleaned_data["item"]) if form.is_valid() else None
    if item is None or not is_given_out_by(item.uuid, request.person):
        form.add_error(None, t("Choose something to give out.")) if not form.errors else None
        return _page(request, classroom, form)
    try:
        actions.give_out(classroom, actions.Given(**form.cleaned_data), item)
    except actions.NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, classroom, form)
    return redirect("class_page", class_id=classroom.pk)


def assignment_change(request: PersonRequest, assignment_id: UUID) -> HttpResponse:
    """Other dates and limits."""
    assignment = found(request, Assignment, assignment_id)
    form = AssignmentForm({**request.POST.dict(), "item": str(assignment.item)})
    if not form.is_valid():
        return _page(request, assignment.classroom, form)
    actions.change_assignment(assignment, actions.Given(**form.cleaned_data))
    return redirect("assignment_work", assignment_id=assignment.pk)


def assignment_extend(request: PersonRequest, assignment_id: UUID) -> HttpResponse:
    """More time for some learners."""
    assignment = found(request, Assignment, assignment_id)
    form = ExtensionForm(request.POST, assignment.classroom)
    if not form.is_valid():
        return _page(request, assignment.classroom, form)
    actions.extend(assignment, *(form.cleaned_data[name] for name in ("memberships", "due", "closes")))
    return redirect("assignment_work", assignment_id=assignment.pk)


def assignment_open(request: PersonRequest, assignment_id: UUID) -> HttpResponse:
    """Goes to the learner's own attempt."""
    assignment = found(request, Assignment, assignment_id)
    me = queries.membership_of(assignment.classroom, request.person)
    assert me is not None
    try:
        attempt = actions.open_assignment(assignment, me)
    except (actions.NotPossible, AttemptNotPossible) as refusal:
        form = Form({})
        form.add_error(None, str(refusal))
        return _page(request, assignment.classroom, form)
    return redirect("attempt_page", attempt_id=attempt.pk)


def assignment_work(request: PersonRequest, assignment_id: UUID) -> HttpResponse:
    """Every check of an assignment, its terms, and what grading again has changed."""
    assignment = found(request, Assignment, assignment_id)
    members = assignment.classroom.memberships.filter(role="learner")
    me = queries.membership_of(assignment.classroom, request.person)
    context = queries.work_of(assignment) | {"members": members, "teaches": me is not None and me.role == "instructor"}
    return render(request, "classes/work.html", context)


def assignment_wall(request: PersonRequest, assignment_id: UUID) -> HttpResponse:
    """What was given out, for everybody to look at together, with how the class predicted."""
    assignment = found(request, Assignment, assignment_id)
    return _sheet(request, assignment, queries.wall_of_class(assignment))


def assignment_sheet(request: PersonRequest, assignment_id: UUID, membership: int) -> HttpResponse:
    """The design, the answers and the newest verdict of one learner."""
    assignment = found(request, Assignment, assignment_id)
    member = _member(assignment.classroom, membership)
    return _sheet(request, assignment, queries.sheet_of_member(assignment, member))


def assignment_regrade(request: PersonRequest, assignment_id: UUID) -> HttpResponse:
    """Grades everything again; the gradebook shows before and after."""
    assignment = found(request, Assignment, assignment_id)
    actions.regrade(assignment, met(request))
    return redirect("class_gradebook", class_id=assignment.classroom_id)


def _member(classroom: Classroom, member_id: int) -> Membership:
    member: Membership | None = classroom.memberships.filter(pk=member_id).first()
    if member is None:
        raise Http404
    return member


def _sheet(request: PersonRequest, assignment: Assignment, sheet: dict[str, Any] | None) -> HttpResponse:
    if sheet is None:
        raise Http404
    back = reverse("assignment_work", args=[assignment.pk])
    return render(request, "progress/sheet.html", sheet | {"back": back, "back_label": assignment.classroom.name})


def _page(request: PersonRequest, classroom: Classroom, form: Form | None = None) -> HttpResponse:
    context: dict[str, Any] = queries.class_page(classroom, request.person) | {"form": form}
    return render(request, "classes/page.html", context, status=_status(form))


def _status(form: Form | None) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200

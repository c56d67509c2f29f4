"""Lectures: form and permission, nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.common.limits import address_of, is_too_often
from apps.common.policy import found
from apps.common.words import t
from apps.designs.actions import create_design
from apps.designs.models import Design
from apps.lectures import actions, queries
from apps.lectures.forms import AnswerForm, FailureForm, LectureForm, QuestionForm, SeatForm
from apps.lectures.models import Lecture, Seat

JOINS_PER_HOUR = 2_000


def lecture_list(request: PersonRequest) -> HttpResponse:
    """One's lectures; a POST makes a new one."""
    form = LectureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["design"]
        try:
            lecture = actions.make_lecture(met(request), form.cleaned_data["title"], _base(request, chosen))
        except actions.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("lecture_page", lecture_id=lecture.pk)
    context = queries.lectures_of(request.person) | {"form": form}
    return render(request, "lectures/list.html", context, status=_status(form))


def _base(request: PersonRequest, chosen: UUID | str) -> Design:
    """What everybody begins with: a design of one's own, or a new one from what is shipped. Raises NotPossible."""
    if isinstance(chosen, str):
        made = create_design(met(request), chosen)
        if made is None:
            raise actions.NotPossible(t("You have as many designs as are kept: choose one of them."))
        return made
    design: Design | None = Design.objects.owned_by(request.person).filter(pk=chosen).first()
    if design is None:
        raise actions.NotPossible(t("Choose one of your designs."))
    return design


def lecture_join(request: PersonRequest) -> HttpResponse:
    """Takes a seat by the code on the wall; no account is needed."""
    if request.method != "POST":
        return render(request, "lectures/join.html", {"code": request.GET.get("code", "")[:12], "form": SeatForm()})
    form = SeatForm(request.POST)
    if is_too_often("seat", address_of(request.META), JOINS_PER_HOUR, 3600):
        form.add_error(None, t("Too many tries from here: wait a while."))
    if form.is_valid():
        try:
            seat = actions.take_seat(met(request), form.cleaned_data["code"], form.cleaned_data["name"])
        except actions.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("seat_page", seat_id=seat.pk)
    return render(request, "lectures/join.html", {"code": request.POST.get("code", "")[:12], "form": form}, status=422)


def lecture_page(request: PersonRequest, lecture_id: UUID) -> HttpResponse:
    """The wall, with what the teacher presses."""
    lecture = found(request, Lecture, lecture_id)
    context = {"lecture": lecture, "failures": queries.failures_for(lecture), "state": queries.wall(lecture)}
    return render(request, "lectures/wall.html", context | {"join": request.build_absolute_uri("/lectures/join/")})


def lecture_ask(request: PersonRequest, lecture_id: UUID) -> HttpResponse:
    """Asks everybody for a prediction."""
    lecture, form = found(request, Lecture, lecture_id), QuestionForm(request.POST)
    if not form.is_valid():
        return _refused(_complaints(form))
    actions.ask(lecture, form.cleaned_data["question"], form.cleaned_data["unit"])
    return _done(request, lecture, {})


def lecture_start(request: PersonRequest, lecture_id: UUID) -> HttpResponse:
    """Starts everybody's design."""
    lecture = found(request, Lecture, lecture_id)
    try:
        begun = actions.start_all(lecture)
    except actions.NotPossible as refusal:
        return _refused(str(refusal), refusal.status)
    return _done(request, lecture, {"begun": begun})


def lecture_inject(request: PersonRequest, lecture_id: UUID) -> HttpResponse:
    """One failure for all."""
    lecture, form = found(request, Lecture, lecture_id), FailureForm(request.POST)
    if not form.is_valid():
        return _refused(_complaints(form))
    try:
        reached = actions.inject(lecture, *form.cleaned_data["what"])
    except actions.NotPossible as refusal:
        return _refused(str(refusal), refusal.status)
    if isinstance(reached, list):
        return _refused(reached[0].message)
    return _done(request, lecture, {"reached": reached.count, "missed": reached.missed, "took_s": reached.took_s})


def lecture_doors(request: PersonRequest, lecture_id: UUID) -> HttpResponse:
    """Lets people in, or nobody any more."""
    lecture = found(request, Lecture, lecture_id)
    actions.set_open(lecture, is_open=request.POST.get("open") == "yes")
    return redirect("lecture_page", lecture_id=lecture.pk)


def seat_page(request: PersonRequest, seat_id: UUID) -> HttpResponse:
    """A learner's own design, and what the teacher asks."""
    seat = found(request, Seat, seat_id)
    return render(request, "lectures/seat.html", {"seat": seat, "state": queries.place(seat)})


def seat_answer(request: PersonRequest, seat_id: UUID) -> HttpResponse:
    """Takes a prediction."""
    seat, form = found(request, Seat, seat_id), AnswerForm(request.POST)
    if not form.is_valid():
        return _refused(_complaints(form))
    try:
        actions.answer(seat, form.cleaned_data["number"])
    except actions.NotPossible as refusal:
        return _refused(str(refusal), refusal.status)
    return JsonResponse({"answer": form.cleaned_data["number"]})


def _done(request: PersonRequest, lecture: Lecture, told: dict[str, Any]) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(told)
    return redirect("lecture_page", lecture_id=lecture.pk)


def _refused(sentence: str, status: int = 422) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


def _complaints(form: Form) -> str:
    return " ".join(str(text) for texts in form.errors.values() for text in texts)


def _status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200

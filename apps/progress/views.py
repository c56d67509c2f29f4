"""The map of lessons, a lesson, its answers, its runs and its checks: form and permission, nothing else."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.authoring.models import Authored
from apps.common.blocks import rendered
from apps.common.limits import asks_too_often
from apps.common.policy import found
from apps.common.versions import version_in
from apps.common.words import t
from apps.progress import actions, queries
from apps.progress.explaining import read_sheet
from apps.progress.forms import BeginForm, KeyForm, StepForm, TrialForm, read_answer
from apps.progress.items import is_open_to, item_of
from apps.progress.models import Attempt, Submission
from apps.progress.outcomes import outcome
from apps.runs.actions import RunNotAllowed, TooMany
from engine.design.model import DesignError

BEGUN_PER_HOUR = 240


def lesson_list(request: PersonRequest) -> HttpResponse:
    """The map: units, what builds on what, what is done."""
    is_author = bool(request.user.is_authenticated and request.user.is_staff)
    return render(request, "progress/list.html", queries.lessons(request.person, is_author=is_author))


def attempt_begin(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Goes to the attempt that is under way, or to a new one; who comes by a link finds the item on the map."""
    form, item = BeginForm(request.POST), item_of(item_id)
    if request.method != "POST":
        return redirect(f"{reverse('lesson_list')}#{item.slug if item is not None and item.interview is None else ''}")
    is_open = form.is_valid() and _may_begin(request, item_id)
    if item is None or item.interview is not None or not is_open:
        raise Http404
    if asks_too_often(request, "attempt", BEGUN_PER_HOUR, 3600):
        return _refused(request, t("Too many attempts were begun from here: wait a while."), 429)
    try:
        attempt = actions.begin(met(request), item, again=form.cleaned_data["again"] == "yes")
    except actions.NotPossible as refusal:
        return _refused(request, str(refusal), refusal.status)
    return redirect("attempt_page", attempt_id=attempt.pk)


def attempt_preview(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """A draft as a learner will see it, from its beginning."""
    authored = found(request, Authored, authored_id)
    item = item_of(authored.pk)
    if item is None:
        return _refused(request, t("This draft has mistakes: mend them first, then look at it."), 409)
    return redirect("attempt_page", attempt_id=actions.preview(authored.owner, item).pk)


def attempt_page(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """The lesson beside its canvas."""
    attempt = found(request, Attempt, attempt_id)
    item = item_of(attempt.item, attempt.variant)
    if item is None:
        return _refused(request, t("This cannot be used at the moment; your work is kept."), 200)
    if item.interview is not None:
        return redirect("interview_list")
    return render(request, "progress/lesson.html", queries.lesson(attempt, item))


def attempt_history(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """Every attempt at the same item, with the runs and checks in it."""
    attempt = found(request, Attempt, attempt_id)
    item = item_of(attempt.item, attempt.variant)
    if item is None:
        raise Http404
    return render(request, "progress/history.html", queries.history(attempt, item))


def attempt_sheet(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """All steps on one sheet, for a wall or for paper."""
    attempt = found(request, Attempt, attempt_id)
    sheet = read_sheet(attempt)
    if sheet is None:
        return _refused(request, t("This cannot be used at the moment; your work is kept."), 200)
    back = {"back": reverse("attempt_page", args=[attempt.pk]), "back_label": t("Back to the steps")}
    return render(request, "progress/sheet.html", sheet | back)


def attempt_step(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """Notes where the person is."""
    attempt, form = found(request, Attempt, attempt_id), StepForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    actions.go_to(attempt, form.cleaned_data["step"])
    return HttpResponse(status=204)


def attempt_answer(request: PersonRequest, attempt_id: UUID, step: str) -> HttpResponse:
    """Stores what was said at a step; 409 with what stands when somebody was quicker or a run has made it final."""
    attempt = found(request, Attempt, attempt_id)
    item, version = item_of(attempt.item, attempt.variant), version_in(request)
    chosen = item.step(step) if item else None
    if chosen is None:
        raise Http404
    try:
        value, errors = read_answer(request.body)
    except RequestDataTooBig:
        value, errors = None, [DesignError("value", t("This is too long for an answer."))]
    if version is None:
        errors = [DesignError("", t('Send the version you changed in the header If-Match, such as "0".'))]
    kept = errors or actions.answer(attempt, chosen, version or 0, value)
    match kept:
        case actions.Kept():
            return JsonResponse({"version": kept.version})
        case actions.Overtaken():
            return JsonResponse(queries.answer_json(kept.answer), status=409)
        case _:
            return JsonResponse({"errors": [asdict(error) for error in kept]}, status=422)


def attempt_outcome(request: PersonRequest, attempt_id: UUID, step: str) -> HttpResponse:
    """What was predicted beside what happened in the newest run."""
    attempt = found(request, Attempt, attempt_id)
    item = item_of(attempt.item, attempt.variant)
    chosen = item.step(step) if item else None
    if item is None or chosen is None:
        raise Http404
    return rendered(request, "progress/outcome.html", outcome(attempt, item, chosen), "outcome")


def attempt_run(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """Starts a run of an experiment; the answer is the run's panel, as in the sandbox."""
    attempt, form = found(request, Attempt, attempt_id), TrialForm(request.POST)
    item = item_of(attempt.item, attempt.variant)
    step = item.step(form.cleaned_data["step"]) if item and form.is_valid() else None
    if step is None:
        return _complaint(request, [DesignError("", t("There is no such step."))], 422)
    cleaned = form.cleaned_data
    try:
        run = actions.start_trial(attempt, step, cleaned["experiment"], cleaned["speed"], cleaned["key"])
    except (RunNotAllowed, actions.NotPossible) as refusal:
        return _not_now(request, refusal)
    if isinstance(run, list):
        return _complaint(request, run, 422)
    return redirect("run_panel" if request.htmx else "run_page", run_id=run.pk)


def attempt_check(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """Presses Check."""
    attempt, form = found(request, Attempt, attempt_id), KeyForm(request.POST)
    if not form.is_valid():
        return _complaint(request, [DesignError("key", t("This key is too long."))], 422)
    try:
        submission = actions.press_check(attempt, form.cleaned_data["key"])
    except (RunNotAllowed, actions.NotPossible) as refusal:
        return _not_now(request, refusal)
    if isinstance(submission, list):
        return _complaint(request, submission, 422)
    return _check(request, submission) if request.htmx else redirect("check_page", submission_id=submission.pk)


def attempt_sandbox(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """A copy of the design in the sandbox, with a way back."""
    attempt = found(request, Attempt, attempt_id)
    try:
        design = actions.open_in_sandbox(attempt)
    except actions.NotPossible as refusal:
        return _refused(request, str(refusal), refusal.status)
    answer = redirect("design_page", design_id=design.pk)
    answer["Location"] += f"?back=/learn/attempts/{attempt.pk}/"
    return answer


def check_page(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """How far a check is, or its verdict."""
    return _check(request, found(request, Submission, submission_id))


def check_cancel(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    submission = found(request, Submission, submission_id)
    actions.cancel_check(submission)
    submission.refresh_from_db()
    return _check(request, submission) if request.htmx else redirect("check_page", submission_id=submission.pk)


def check_restore(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """The design becomes what it was when this check was pressed."""
    submission = found(request, Submission, submission_id)
    actions.take_back(submission.attempt, submission)
    return redirect("attempt_page", attempt_id=submission.attempt_id)


def _may_begin(request: PersonRequest, item_id: UUID) -> bool:
    """What a class gave out is begun again by whoever has begun it."""
    return is_open_to(item_id, request.person) or Attempt.objects.owned_by(request.person).filter(item=item_id).exists()


def _check(request: PersonRequest, submission: Submission) -> HttpResponse:
    return rendered(request, "progress/check.html", queries.check(submission), "check")


def _not_now(request: PersonRequest, refusal: RunNotAllowed | actions.NotPossible) -> HttpResponse:
    answer = _complaint(request, [DesignError("", str(refusal))], refusal.status)
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(math.ceil(refusal.reset_s))
    return answer


def _complaint(request: PersonRequest, errors: list[DesignError], status: int) -> HttpResponse:
    return rendered(request, "runs/refused.html", {"errors": errors}, "run_errors", status)


def _refused(request: PersonRequest, sentence: str, status: int) -> HttpResponse:
    context: dict[str, Any] = {"sentence": sentence}
    return rendered(request, "progress/refused.html", context, "refusal", status)

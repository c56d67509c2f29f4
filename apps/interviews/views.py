"""Interviews: form and permission, nothing else."""

from __future__ import annotations

import math
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.common.blocks import rendered
from apps.common.limits import address_of, asks_too_often, is_too_often
from apps.common.policy import found
from apps.common.words import t
from apps.interviews import actions, explaining, queries
from apps.interviews.forms import (
    AskForm,
    BeginForm,
    DecisionForm,
    JoinForm,
    JudgeForm,
    KeyForm,
    MoveForm,
    NoticeForm,
    PromptForm,
    RemarkForm,
    SumForm,
    ThrowForm,
)
from apps.interviews.items import Item, inside, item_of
from apps.interviews.models import Sitting
from apps.progress.actions import NotPossible as AttemptNotPossible
from apps.runs.actions import RunNotAllowed, TooMany
from engine.design.model import DesignError

BEGUN_PER_HOUR = 120
# Codes that are tried from one address, which may be that of a school.
CODES_PER_HOUR = 1_000
REFUSALS = (actions.NotPossible, AttemptNotPossible, RunNotAllowed)


def interview_list(request: PersonRequest) -> HttpResponse:
    """What can be begun, and what was."""
    return render(request, "interviews/list.html", queries.shelf(request.person))


def interview_begin(request: PersonRequest, item_id: UUID) -> HttpResponse:
    form, item = BeginForm(request.POST), item_of(item_id)
    if item is None or item.interview is None or not form.is_valid():
        raise Http404
    if asks_too_often(request, "interview", BEGUN_PER_HOUR, 3600):
        return _refused(request, t("Too many interviews were begun from here: wait a while."), 429)
    try:
        sitting = actions.begin(met(request), item, is_timed=form.cleaned_data["clock"] != "no")
    except REFUSALS as refusal:
        return _refused(request, str(refusal), refusal.status)
    return redirect("sitting_page", sitting_id=sitting.pk)


def sitting_page(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """The interview beside its canvas; the report when it is over."""
    sitting, item = _both(request, sitting_id)
    if sitting.ended is not None:
        return redirect("sitting_report", sitting_id=sitting.pk)
    return render(request, "interviews/sitting.html", queries.page(sitting, item))


def sitting_panel(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    return _panel(request, *_both(request, sitting_id))


def sitting_move(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Pauses the clock, lets it go, takes it away, or goes to the next stage."""
    sitting, item = _both(request, sitting_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _panel(request, sitting, item, _complaints(form))
    move, stage = form.cleaned_data["move"], form.cleaned_data["stage"]

    def act() -> None:
        if move == "next" and stage and stage != sitting.stage:
            return
        moves = {"pause": actions.pause, "go_on": actions.go_on, "without_clock": actions.without_clock}
        moves[move](sitting) if move in moves else actions.next_stage(sitting, item)

    return _done(request, sitting, item, act)


def sitting_ask(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Asks the interviewer."""
    sitting, item = _both(request, sitting_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _panel(request, sitting, item, _complaints(form))
    cleaned = form.cleaned_data
    return _done(request, sitting, item, lambda: actions.ask(sitting, item, cleaned["text"], cleaned["question"]))


def sitting_sum(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Takes a number."""
    sitting, item = _both(request, sitting_id)
    form = SumForm(request.POST)
    chosen = inside(item).sum(form.cleaned_data["sum"]) if form.is_valid() else None
    if chosen is None:
        return _panel(request, sitting, item, _complaints(form))
    return _done(request, sitting, item, lambda: actions.estimate(sitting, item, chosen, form.cleaned_data["number"]))


def sitting_prompt(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Takes an answer in words."""
    sitting, item = _both(request, sitting_id)
    form = PromptForm(request.POST)
    known = [each.id for each in inside(item).prompts]
    if not form.is_valid() or form.cleaned_data["prompt"] not in known:
        return _panel(request, sitting, item, _complaints(form))
    cleaned = form.cleaned_data
    return _done(request, sitting, item, lambda: actions.write(sitting, cleaned["prompt"], cleaned["text"]))


def sitting_decision(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Writes a decision into the log."""
    sitting, item = _both(request, sitting_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _panel(request, sitting, item, _complaints(form))
    cleaned = form.cleaned_data
    return _done(request, sitting, item, lambda: actions.decide(sitting, cleaned["text"], cleaned["why"]))


def sitting_throw(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Throws a curveball; the answer is the run's panel, as in the sandbox."""
    sitting, item = _both(request, sitting_id)
    form = ThrowForm(request.POST)
    if not form.is_valid():
        return _complaint(request, [DesignError("", text) for text in _complaints(form)], 422)
    cleaned = form.cleaned_data
    try:
        run = actions.throw(sitting, item, cleaned["curveball"], cleaned["speed"], cleaned["key"])
    except REFUSALS as refusal:
        return _not_now(request, refusal)
    if isinstance(run, list):
        return _complaint(request, run, 422)
    return redirect("run_panel" if request.htmx else "run_page", run_id=run.pk)


def sitting_notice(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """The candidate has seen something."""
    sitting, item = _both(request, sitting_id)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _panel(request, sitting, item, _complaints(form))
    cleaned = form.cleaned_data
    return _done(
        request, sitting, item, lambda: actions.notice(sitting, cleaned["run"], cleaned["clock_s"], cleaned["text"])
    )


def sitting_finish(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Ends the interview and has the design judged."""
    sitting, item = _both(request, sitting_id)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _panel(request, sitting, item, _complaints(form))
    try:
        submission = actions.finish(sitting, form.cleaned_data["key"])
    except REFUSALS as refusal:
        return _panel(request, sitting, item, [str(refusal)], refusal.status)
    if isinstance(submission, list):
        return _panel(request, sitting, item, [each.message for each in submission])
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": f"/interviews/{sitting.pk}/report/"})
    return redirect("sitting_report", sitting_id=sitting.pk)


def sitting_report(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """What came of it."""
    sitting, item = _both(request, sitting_id)
    if sitting.ended is None:
        return redirect("sitting_page", sitting_id=sitting.pk)
    context = explaining.report(sitting, item, request.person)
    return rendered(request, "interviews/report.html", context, "verdict")


def sitting_judge(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """A person says which example an answer is most like."""
    sitting, item = _both(request, sitting_id)
    form = JudgeForm(request.POST)
    known = [each.id for each in inside(item).prompts]
    if sitting.ended is not None and form.is_valid() and form.cleaned_data["prompt"] in known:
        by = queries.INTERVIEWER if request.person and sitting.guest_id == request.person.pk else queries.SELF
        actions.judge(sitting, form.cleaned_data["prompt"], form.cleaned_data["level"], by)
    return redirect("sitting_report", sitting_id=sitting.pk)


def sitting_news(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Whether there is anything to draw anew."""
    sitting, _ = _both(request, sitting_id)
    return JsonResponse(queries.news(sitting, request.person), headers={"Cache-Control": "no-store"})


def sitting_document(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """The candidate's drawing as it was saved last."""
    sitting, _ = _both(request, sitting_id)
    return JsonResponse(sitting.attempt.design.document, headers={"Cache-Control": "no-store"})


def sitting_invite(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Makes the code by which an interviewer comes."""
    sitting, item = _both(request, sitting_id)
    return _done(request, sitting, item, lambda: actions.invite(sitting))


def sitting_join(request: PersonRequest) -> HttpResponse:
    """Becomes the interviewer of somebody, by a code."""
    if request.method != "POST":
        return render(request, "interviews/join.html", {"code": request.GET.get("code", "")[:12], "form": JoinForm()})
    form = JoinForm(request.POST)
    if is_too_often("sitting", address_of(request.META), CODES_PER_HOUR, 3600):
        form.add_error(None, t("Too many tries from here: wait a while."))
    if form.is_valid():
        try:
            sitting = actions.join(met(request), form.cleaned_data["code"])
        except actions.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sitting_desk", sitting_id=sitting.pk)
    return render(
        request, "interviews/join.html", {"code": request.POST.get("code", "")[:12], "form": form}, status=422
    )


def sitting_desk(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """The interviewer's side: the candidate's live design, and the guide beside it."""
    sitting, item = _both(request, sitting_id)
    return render(request, "interviews/desk.html", explaining.guide(sitting, item) | {"attempt": sitting.attempt})


def sitting_guide(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    return _guide(request, *_both(request, sitting_id))


def sitting_remark(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """The interviewer writes something down."""
    sitting, item = _both(request, sitting_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        actions.remark(sitting, form.cleaned_data["text"])
    return _guide(request, sitting, item)


def sitting_swap(request: PersonRequest, sitting_id: UUID) -> HttpResponse:
    """Candidate and interviewer change places."""
    sitting, item = _both(request, sitting_id)
    try:
        following = actions.swap(sitting, item)
    except REFUSALS as refusal:
        return _refused(request, str(refusal), refusal.status)
    is_next = request.person is not None and following.owner_id == request.person.pk
    return redirect("sitting_page" if is_next else "sitting_desk", sitting_id=following.pk)


def _guide(request: PersonRequest, sitting: Sitting, item: Item) -> HttpResponse:
    context = explaining.guide(sitting, item) | {"attempt": sitting.attempt}
    return rendered(request, "interviews/desk.html", context, "guide")


def _both(request: PersonRequest, sitting_id: UUID) -> tuple[Sitting, Item]:
    sitting = found(request, Sitting, sitting_id)
    item = item_of(sitting.attempt.item)
    if item is None or item.interview is None:
        raise Http404
    return sitting, item


def _done(request: PersonRequest, sitting: Sitting, item: Item, act: Any) -> HttpResponse:
    """Does it and shows the panel; or shows the panel with why it cannot be done."""
    try:
        act()
    except REFUSALS as refusal:
        return _panel(request, sitting, item, [str(refusal)], refusal.status)
    sitting.refresh_from_db()
    return _panel(request, sitting, item)


def _panel(
    request: PersonRequest, sitting: Sitting, item: Item, errors: list[str] | None = None, status: int = 422
) -> HttpResponse:
    if not request.htmx and not errors and request.method == "POST":
        return redirect("sitting_page", sitting_id=sitting.pk)
    context = queries.page(sitting, item) | {"errors": errors or []}
    return rendered(request, "interviews/sitting.html", context, "panel", status if errors else 200)


def _complaints(form: Form) -> list[str]:
    return [str(text) for texts in form.errors.values() for text in texts] or [t("There is nothing of that name here.")]


def _not_now(request: PersonRequest, refusal: Any) -> HttpResponse:
    answer = _complaint(request, [DesignError("", str(refusal))], refusal.status)
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(math.ceil(refusal.reset_s))
    return answer


def _complaint(request: PersonRequest, errors: list[DesignError], status: int) -> HttpResponse:
    return rendered(request, "runs/refused.html", {"errors": errors}, "run_errors", status)


def _refused(request: PersonRequest, sentence: str, status: int) -> HttpResponse:
    return rendered(request, "progress/refused.html", {"sentence": sentence}, "refusal", status)

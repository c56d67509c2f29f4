"""Pages, fragments and JSON of runs: form and permission, nothing else."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import redis
from asgiref.sync import sync_to_async
from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig
from django.db import Error as DatabaseError
from django.db import connection
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from apps.accounts.actions import met
from apps.accounts.queries import COOKIE, PersonRequest, person_again
from apps.common.blocks import fragment, rendered
from apps.common.limits import broker
from apps.common.policy import found, who_may, within
from apps.common.words import t
from apps.designs.models import Design
from apps.runs import actions, explaining, queries
from apps.runs.formats import NothingThere, formats
from apps.runs.forms import ControlForm, ForkForm, StartForm, read_changes, read_intervention
from apps.runs.live.connections import connect
from apps.runs.live.events import events
from apps.runs.live.rows import state_of, whole_log
from apps.runs.live.stream import frames_after
from apps.runs.live.viewing import has_seat
from apps.runs.models import SPEEDS, Run
from engine.design.model import DesignError

FRAMES_MOST = 500
Told = dict[str, Any]
NOTHING_ELSE: Told = {}
# A file that is saved brings its style along; if a browser shows it instead, it may do nothing else.
SAVED_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def landing(request: PersonRequest) -> HttpResponse:
    """What this is, with the showcase if it is alive; starting it is a POST's part."""
    run = queries.showcase()
    return render(request, "landing.html", {"showcase": run, "run": run})


def showcase(request: PersonRequest) -> HttpResponse:
    run = actions.start_showcase()
    return _panel(request, run) if request.htmx else redirect("run_page", run_id=run.pk)


def health(_request: PersonRequest) -> HttpResponse:
    """Says whether web process, database and broker answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        broker().ping()
    except (DatabaseError, redis.RedisError) as error:
        away = "database" if isinstance(error, DatabaseError) else "broker"
        return HttpResponse(f"the {away} does not answer", status=503, headers={"Retry-After": "1"})
    return HttpResponse("ok", content_type="text/plain")


def run_create(request: PersonRequest) -> HttpResponse:
    """Starts a run of a design, or an earlier run again."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return _refused(request, _complaints(form))
    cleaned = form.cleaned_data
    asked = actions.Asked(cleaned["seed"], cleaned["speed"], cleaned["duration_s"], cleaned["key"], cleaned["lane"])
    try:
        if cleaned["replay_of"]:
            original = Run.objects.visible_to(request.person).filter(pk=cleaned["replay_of"]).first()
            if original is None:
                raise Http404
            run = actions.replay_run(met(request), original, asked)
        else:
            run = actions.start_run(met(request), found(request, Design, cleaned["design"]), asked)
    except actions.TooMany as refusal:
        answer = _refused(request, [DesignError("", str(refusal))], refusal.status)
        answer["Retry-After"] = str(math.ceil(refusal.reset_s))
        return answer
    except actions.RunNotAllowed as refusal:
        return _refused(request, [DesignError("", str(refusal))], refusal.status)
    if isinstance(run, list):
        return _refused(request, run)
    return _panel(request, run) if request.htmx else redirect("run_page", run_id=run.pk)


def run_page(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """The run's own page: canvas to look at, dock, scrubber."""
    return render(request, "runs/page.html", context_of(request, found(request, Run, run_id)))


def run_panel(request: PersonRequest, run_id: UUID) -> HttpResponse:
    return _panel(request, found(request, Run, run_id))


def run_control(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Pause, resume, cancel, speed."""
    run = found(request, Run, run_id)
    form = ControlForm(request.POST)
    if not form.is_valid():
        return _refused(request, _complaints(form))
    try:
        actions.control_run(run, form.cleaned_data["action"], form.cleaned_data["value"])
    except actions.RunNotAllowed as refusal:
        return _refused(request, [DesignError("", str(refusal))], refusal.status)
    run.refresh_from_db()
    return _panel(request, run)


def run_interventions(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Breaks something, or heals it. 201 means written down for good."""
    run = found(request, Run, run_id)
    try:
        wanted, errors = read_intervention(request.body, run)
    except RequestDataTooBig:
        wanted, errors = None, [DesignError("", t("This is too long for an intervention."))]
    if wanted is None:
        return JsonResponse({"errors": [asdict(error) for error in errors]}, status=422)
    try:
        command = actions.intervene(run, request.person, wanted)
    except actions.RunNotAllowed as refusal:
        return JsonResponse({"errors": [asdict(DesignError("", str(refusal)))]}, status=409)
    return JsonResponse({"number": command.number, "sentence": command.sentence}, status=201)


def run_fork(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """A run of one's own that goes another way from a frame on."""
    run = found(request, Run, run_id)
    form = ForkForm(request.POST)
    if not form.is_valid():
        return _refused(request, _complaints(form))
    cleaned = form.cleaned_data
    changes, errors = read_changes(run, cleaned["changes"], cleaned["key"], cleaned["frame"])
    if errors:
        return _refused(request, errors)
    speed = run.speed if cleaned["speed"] is None else cleaned["speed"]
    asked = actions.Fork(cleaned["frame"], speed, cleaned["paused"] != "no", changes, cleaned["key"])
    try:
        fork = actions.fork_run(met(request), run, asked)
    except actions.RunNotAllowed as refusal:
        return _refused(request, [DesignError("", str(refusal))], refusal.status)
    return _panel(request, fork) if request.htmx else redirect("run_page", run_id=fork.pk)


def run_export(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """A run as one file: inputs, log, and the digest when it has ended."""
    run = found(request, Run, run_id)
    name = f'attachment; filename="run-{run.pk}.json"'
    return JsonResponse(queries.exported(run), headers={"Content-Disposition": name})


def run_format(request: PersonRequest, run_id: UUID, run_format: str) -> HttpResponse:
    """What a run measured, as a file."""
    return file_of(found(request, Run, run_id), run_format)


def file_of(run: Run, name: str) -> HttpResponse:
    """A file of a run that somebody may read; in words what is not there."""
    chosen = formats().get(name)
    if chosen is None:
        raise Http404
    try:
        content = chosen.write(run)
    except NothingThere as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    stem = slugify(run.name)[:60] or "run"
    headers = {
        "Content-Disposition": f'attachment; filename="{stem}-seed-{run.seed}.{chosen.suffix}"',
        "Content-Security-Policy": SAVED_POLICY,
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=chosen.media_type, headers=headers)


def run_log(request: PersonRequest, run_id: UUID) -> HttpResponse:
    return log_of(request, found(request, Run, run_id))


def run_report(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """The report; the page when opened by itself."""
    return report_page(request, found(request, Run, run_id))


def run_trace(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """The waterfall of one traced request; the slowest one unless a request is named."""
    return trace_of(request, found(request, Run, run_id))


def run_frames(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Frames after a number, for pages without a websocket and for the scrubber."""
    return frames_of(request, found(request, Run, run_id))


def frames_of(request: PersonRequest, run: Run) -> HttpResponse:
    """The frames of a run that somebody may read."""
    after, limit = _number(request, "after", 0), min(_number(request, "limit", 100), FRAMES_MOST)
    frames = frames_after(connect(), run.pk, after, limit) if limit else []
    top = run.frames_done if run.has_ended else max(run.frames_done, after + len(frames))
    head = {"state": run.state, "top": top, "layout": run.layout}
    text = json.dumps(head)[:-1].encode() + b', "frames": [' + b",".join(frames) + b"]}"
    return HttpResponse(text, content_type="application/json", headers={"Cache-Control": "no-store"})


def run_events(request: PersonRequest, run_id: UUID) -> HttpResponseBase:
    """The frames, the state and the log as server-sent events, for who cannot open a websocket."""
    run = found(request, Run, run_id)
    key, cookie = request.session.session_key, request.COOKIES.get(COOKIE)
    return events_of(request, run, functools.partial(sync_to_async(_may_still_see), run.pk, key, cookie))


def events_of(request: PersonRequest, run: Run, still: Callable[[], Awaitable[bool]]) -> HttpResponseBase:
    """The events of a run, as long as whoever listens may."""
    person = request.person
    holder = str(person.pk) if person else str(request.META.get("REMOTE_ADDR"))
    if not has_seat(holder, is_person=person is not None):
        return HttpResponse(t("You have too many lines open: close some."), status=429, headers={"Retry-After": "5"})
    told = events(str(run.pk), _last_number(request), holder, still)
    # Proxies are asked not to collect what should be there at once.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(told, content_type="text/event-stream", headers=headers)


def run_result(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """The summary; 404 until there is one."""
    run = found(request, Run, run_id)
    if run.summary is None:
        raise Http404
    return JsonResponse(run.summary)


def run_document(request: PersonRequest, run_id: UUID) -> HttpResponse:
    return document_of(found(request, Run, run_id))


def document_of(run: Run) -> HttpResponse:
    return HttpResponse(run.document, content_type="application/json")


def design_runs(request: PersonRequest, design_id: UUID) -> HttpResponse:
    design = found(request, Design, design_id)
    context = {"design": design, "runs": queries.runs_of_design(design, request.person)}
    return HttpResponse(fragment(request, "runs/list.html", context, "run_list"), headers={"Cache-Control": "no-store"})


def panel_of(request: PersonRequest, run: Run, told: Told = NOTHING_ELSE) -> HttpResponse:
    return _part(request, run, "run_panel", told)


def log_of(request: PersonRequest, run: Run, told: Told = NOTHING_ELSE) -> HttpResponse:
    return _part(request, run, "run_log", told)


def report_page(request: PersonRequest, run: Run, told: Told = NOTHING_ELSE) -> HttpResponse:
    """The report of a run that somebody may read; files for whoever reads it under its own address."""
    files = {} if told else {"formats": formats().values()}
    told_of_run = queries.report_of(run) | explaining.explained(run) | explaining.measured(run)
    context = context_of(request, run) | told_of_run | files | told
    return rendered(request, "runs/report.html", context, "run_report")


def trace_of(request: PersonRequest, run: Run, address: str = "") -> HttpResponse:
    shown = explaining.waterfall_of(run, _number(request, "request", 0))
    told = {"run": run, "trace": shown, "address": address or own_address(run)}
    return rendered(request, "runs/trace.html", told, "run_trace")


def _panel(request: PersonRequest, run: Run) -> HttpResponse:
    return panel_of(request, run)


def _part(request: PersonRequest, run: Run, block: str, told: Told) -> HttpResponse:
    return rendered(request, "runs/page.html", context_of(request, run) | told, block)


def own_address(run: Run) -> str:
    """Under which the page of a run asks for its parts."""
    return reverse("run_page", args=[run.pk])


def context_of(request: PersonRequest, run: Run) -> Told:
    """What the templates of a run need: `address` is where its parts are, `page` the page that shows it."""
    is_mine = request.person is not None and run.owner_id == request.person.pk
    return {
        "run": run,
        "address": own_address(run),
        "page": own_address(run),
        "state": state_of(run),
        "tried_again": queries.tried_again(run) if is_mine else None,
        "log": whole_log(run),
        "speeds": SPEEDS,
        "is_mine": is_mine,
        "may_break": is_mine or Run.objects.shared_with(request.person).filter(pk=run.pk).exists(),
    }


def _refused(request: PersonRequest, errors: list[DesignError], status: int = 422) -> HttpResponse:
    return rendered(request, "runs/refused.html", {"errors": errors}, "run_errors", status)


def _complaints(form: Form) -> list[DesignError]:
    texts = [(name, str(text)) for name, texts in form.errors.items() for text in texts]
    return [DesignError("" if name == NON_FIELD_ERRORS else name, text) for name, text in texts]


def _last_number(request: PersonRequest) -> int:
    """The number of the last frame that the viewer has, by the header that browsers send when they come back."""
    text = request.headers.get("Last-Event-ID", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else _number(request, "after", 0)


def _may_still_see(run_id: UUID, session_key: str | None, cookie: str | None) -> bool:
    """Whether whoever opened the line may still read the run, by what session and cookie are worth now."""
    person = person_again(session_key, cookie)
    rows = within(Run.objects.all(), who_may("run_events", "GET"), person)
    return bool(rows.filter(pk=run_id).exists())


def _number(request: PersonRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default

"""Links: making them, what stands behind them, and the gallery. Whoever has a link needs no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.common.limits import is_too_often
from apps.common.policy import found
from apps.common.words import t
from apps.designs.actions import DESIGNS_MOST, NEW_DESIGNS_PER_HOUR
from apps.designs.models import Design
from apps.runs import actions as runs
from apps.runs import views as run_views
from apps.runs.models import Run
from apps.sharing import actions, queries
from apps.sharing.forms import DAYS, HEIGHT_USUAL_PX, EmbedOptions, LinkForm
from apps.sharing.models import Link, new_token

WORDS_MOST = 80


def gallery(request: PersonRequest) -> HttpResponse:
    """Designs that people have listed for everybody."""
    tag, words = (request.GET.get(name, "").strip()[:WORDS_MOST] for name in ("tag", "q"))
    context = {"cards": queries.gallery(tag, words), "tags": queries.tags_in_use(), "tag": tag, "words": words}
    return render(request, "sharing/gallery.html", context)


def link_list(request: PersonRequest) -> HttpResponse:
    """All links of a person, and what became of them."""
    return render(request, "sharing/links.html", {"links": queries.links_of(request.person)})


def link_revoke(request: PersonRequest, link_id: UUID) -> HttpResponse:
    actions.revoke_link(found(request, Link, link_id))
    return redirect("link_list")


def design_share(request: PersonRequest, design_id: UUID) -> HttpResponse:
    """The open links to a design; a POST makes one."""
    return _share(request, found(request, Design, design_id))


def run_share(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """The open links to a run; a POST makes one."""
    return _share(request, found(request, Run, run_id))


def shared_page(request: PersonRequest, token: str) -> HttpResponse:
    """What a link leads to."""
    link = _open(token)
    if link.run is not None:
        return render(request, "runs/page.html", _run_context(request, link, link.run))
    context = {"link": link, "picture": queries.whole_picture(link), "by": queries.author_of(link)}
    return render(request, "sharing/design.html", context)


def shared_copy(request: PersonRequest, token: str) -> HttpResponse:
    """A copy of one's own: of a design, or of a run from the frame on that is shown."""
    link = _open(token)
    if is_too_often("design", str(request.META.get("REMOTE_ADDR")), NEW_DESIGNS_PER_HOUR, 3600):
        return _refused(request, t("Too many copies from here: wait a while."), 429)
    if link.run is not None:
        asked = request.POST.get("frame", "")
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 6
        return _fork(request, link.run, int(asked) if is_number else link.frame)
    copy = actions.copy_of(met(request), link, reverse("shared_page", args=[token]))
    if copy is None:
        return _refused(
            request, t("You have %(designs_most)s designs: delete one first.", designs_most=DESIGNS_MOST), 422
        )
    return redirect("design_page", design_id=copy.pk)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
def shared_embed(request: PersonRequest, token: str) -> HttpResponse:
    """The same for a frame in another page: this address alone may be framed."""
    link = _open(token)
    options = EmbedOptions(request.GET)
    if link.run is not None:
        context = _run_context(request, link, link.run) | {"embed": options}
        return render(request, "runs/page.html", context)
    context = {"link": link, "picture": queries.whole_picture(link), "embed": options}
    return render(request, "sharing/embedded_design.html", context)


def shared_part(request: PersonRequest, token: str, part: str) -> HttpResponseBase:
    """A part of a run behind a link, as the page of the run asks for it."""
    link = _open(token)
    run = link.run
    shown = PARTS.get(part)
    if run is None or shown is None:
        raise Http404
    return shown(request, run, link)


def _share(request: PersonRequest, target: Design | Run) -> HttpResponse:
    form = LinkForm(request.POST if request.method == "POST" else None)
    sentence, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.make_link(met(request), target, form.wish())
                return redirect(request.path)
            except actions.TooManyLinks as refusal:
                sentence = str(refusal)
        else:
            sentence = " ".join(str(each) for errors in form.errors.values() for each in errors)
    kind = "design" if isinstance(target, Design) else "run"
    context = {
        "target": target,
        "kind": kind,
        "back": reverse(f"{kind}_page", args=[target.pk]),
        "links": queries.links_to(**{kind: target}),
        "site": settings.ADDRESS.rstrip("/"),
        "height": HEIGHT_USUAL_PX,
        "days": DAYS,
        "sentence": sentence,
        "frame": request.GET.get("frame", ""),
    }
    return render(request, "sharing/share.html", context, status=status)


def _open(token: str) -> Link:
    link = queries.open_link(token)
    if link is None:
        raise Http404
    return link


def _run_address(token: str) -> str:
    return reverse("shared_page", args=[token]) + "run/"


def _shared(link: Link) -> dict[str, Any]:
    """What the templates of a run need to speak of a link instead of the run's own page."""
    return {"address": _run_address(link.token), "page": reverse("shared_page", args=[link.token]), "shared": link}


def _run_context(request: PersonRequest, link: Link, run: Run) -> dict[str, Any]:
    return run_views.context_of(request, run) | _shared(link) | {"moment": link.frame}


def _fork(request: PersonRequest, run: Run, frame: int | None) -> HttpResponse:
    known = run.frames_done if run.has_ended else run.horizon
    last = max(0, min(known, (run.frames_count or known + 1) - 1))
    asked = runs.Fork(last if frame is None else min(frame, last), run.speed, paused=True, changes=[], key=new_token())
    try:
        fork = runs.fork_run(met(request), run, asked)
    except runs.RunNotAllowed as refusal:
        return _refused(request, str(refusal), refusal.status)
    return redirect("run_page", run_id=fork.pk)


def _refused(request: PersonRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "sharing/refused.html", {"sentence": sentence}, status=status)


def _events(request: PersonRequest, run: Run, link: Link) -> HttpResponseBase:
    token = link.token
    return run_views.events_of(request, run, sync_to_async(lambda: queries.open_link(token) is not None))


PARTS: dict[str, Callable[[PersonRequest, Run, Link], HttpResponseBase]] = {
    "events": _events,
    "frames": lambda request, run, _: run_views.frames_of(request, run),
    "panel": lambda request, run, link: run_views.panel_of(request, run, _shared(link)),
    "log": lambda request, run, link: run_views.log_of(request, run, _shared(link)),
    "report": lambda request, run, link: run_views.report_page(request, run, _shared(link)),
    "trace": lambda request, run, link: run_views.trace_of(request, run, _run_address(link.token)),
    "document": lambda _, run, __: run_views.document_of(run),
}
"""What of a run is shown behind a link, by the last word of its address."""

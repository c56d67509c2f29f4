"""The author's desk: drafts, their editor, their proofs: form and permission, nothing else."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.authoring import actions, queries
from apps.authoring.editing import nested
from apps.authoring.forms import NewForm, SaveForm
from apps.authoring.models import Authored
from apps.common.blocks import rendered
from apps.common.policy import found
from apps.common.words import t
from apps.runs.actions import RunNotAllowed


def authored_list(request: PersonRequest) -> HttpResponse:
    """The scenarios that somebody writes, or what it takes to write one; a POST begins another one."""
    if not request.user.is_authenticated:
        return render(request, "authoring/welcome.html")
    if request.method != "POST":
        return _list(request)
    form = NewForm(request.POST)
    try:
        authored = actions.begin(met(request), form.cleaned_data["design"] if form.is_valid() else "")
    except actions.NotPossible as refusal:
        return _list(request, str(refusal), 422)
    return redirect("authored_page", authored_id=authored.pk)


def authored_page(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """The editor; a POST keeps what was changed and does one thing more."""
    authored = found(request, Authored, authored_id)
    if request.method != "POST":
        return _editor(request, authored)
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _editor(request, authored, t("This form was not sent whole: reload the page."), 422)
    sent = nested(request.POST.lists())
    try:
        kept = actions.save(authored, form.cleaned_data["version"], sent, form.cleaned_data["do"])
    except actions.NotPossible as refusal:
        return _editor(request, authored, str(refusal), 422)
    if isinstance(kept, actions.Overtaken):
        authored.refresh_from_db()
        sentence = t("This was changed in another window meanwhile. What you see is yours: save once more to keep it.")
        return _editor(request, authored, sentence, 409, kept.texts)
    return _editor(request, authored) if request.htmx else redirect("authored_page", authored_id=authored.pk)


def authored_import(request: PersonRequest) -> HttpResponse:
    """A new draft from a zip, which is the body; answers with where it is."""
    try:
        made = actions.take_in(met(request), request.body)
    except RequestDataTooBig:
        return JsonResponse({"errors": [t("This file is too large.")]}, status=422)
    except actions.NotPossible as refusal:
        return JsonResponse({"errors": [str(refusal)]}, status=refusal.status)
    if isinstance(made, list):
        return JsonResponse({"errors": [str(each) for each in made]}, status=422)
    return JsonResponse({"address": f"/authoring/{made.pk}/"}, status=201)


def authored_shared(request: PersonRequest, share: str) -> HttpResponse:
    """What somebody shares: its title, and a copy for whoever wants one."""
    original = Authored.objects.exclude(share="").filter(share=share).first()
    if original is None:
        raise Http404
    if request.method != "POST":
        return render(request, "authoring/shared.html", {"title": original.title, "share": share})
    try:
        made = actions.copy(met(request), original)
    except actions.NotPossible as refusal:
        return _list(request, str(refusal), refusal.status)
    return redirect("authored_page", authored_id=made.pk)


def authored_delete(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    authored = found(request, Authored, authored_id)
    try:
        actions.delete(authored)
    except actions.NotPossible as refusal:
        return _list(request, str(refusal), refusal.status)
    return redirect("authored_list")


def authored_copy(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    authored = found(request, Authored, authored_id)
    try:
        made = actions.copy(met(request), authored)
    except actions.NotPossible as refusal:
        return _list(request, str(refusal), refusal.status)
    return redirect("authored_page", authored_id=made.pk)


def authored_export(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """The draft as a zip, as it would lie on the shelf."""
    authored = found(request, Authored, authored_id)
    headers = {"Content-Disposition": 'attachment; filename="scenario.zip"', "Cache-Control": "no-store"}
    return HttpResponse(actions.give_away(authored), content_type="application/zip", headers=headers)


def authored_sandbox(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """A copy of one of its designs in the sandbox."""
    authored = found(request, Authored, authored_id)
    try:
        design = actions.open_in_sandbox(authored, request.POST.get("name", "start")[:80])
    except actions.NotPossible as refusal:
        return _editor(request, authored, str(refusal), refusal.status)
    answer = redirect("design_page", design_id=design.pk)
    answer["Location"] += f"?back=/authoring/{authored.pk}/"
    return answer


def authored_proof(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """How far the proof is, or its table; a POST begins one."""
    authored = found(request, Authored, authored_id)
    sentence = ""
    if request.method == "POST":
        try:
            actions.put_to_test(authored, secrets.token_hex(8))
        except (actions.NotPossible, RunNotAllowed) as refusal:
            sentence = str(refusal)
    return _proof(request, authored, sentence)


def authored_proof_stop(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    authored = found(request, Authored, authored_id)
    actions.stop_test(authored)
    return _proof(request, authored, "")


def authored_publish(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """The draft becomes the newest edition, if it is proven."""
    authored = found(request, Authored, authored_id)
    try:
        actions.publish(authored)
    except actions.NotPossible as refusal:
        return _proof(request, authored, str(refusal), refusal.status)
    return _proof(request, authored, "") if request.htmx else redirect("authored_page", authored_id=authored.pk)


def authored_listing(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """Whether everybody finds what is published of it."""
    authored = found(request, Authored, authored_id)
    actions.set_listed(authored, request.POST.get("is_listed") == "on")
    return redirect("authored_page", authored_id=authored.pk)


def authored_sharing(request: PersonRequest, authored_id: UUID) -> HttpResponse:
    """Whether others may take copies by a link."""
    authored = found(request, Authored, authored_id)
    actions.set_shared(authored, request.POST.get("is_shared") == "on")
    return redirect("authored_page", authored_id=authored.pk)


def _list(request: PersonRequest, sentence: str = "", status: int = 200) -> HttpResponse:
    context = {
        "drafts": queries.authored_by(request.person),
        "designs": queries.designs_to_take(request.person),
        "sentence": sentence,
    }
    return render(request, "authoring/list.html", context, status=status)


def _editor(
    request: PersonRequest, authored: Authored, sentence: str = "", status: int = 200, texts: Any = None
) -> HttpResponse:
    context = queries.editor(authored, texts) | {"sentence": sentence}
    return rendered(request, "authoring/page.html", context, "editor", status)


def _proof(request: PersonRequest, authored: Authored, sentence: str, status: int = 200) -> HttpResponse:
    authored.refresh_from_db()
    context = queries.editor(authored) if not request.htmx else queries.proof_of(authored)
    context |= {"sentence": sentence, "edition": authored.editions.first()}
    return rendered(request, "authoring/page.html", context, "proof", status)

"""The list of designs, the sandbox page and the document behind it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.common.blocks import rendered
from apps.common.limits import asks_too_often, is_too_often
from apps.common.policy import found
from apps.common.versions import version_in
from apps.common.words import lazy, t
from apps.designs import actions, queries
from apps.designs.forms import NameForm, NewDesignForm
from apps.designs.models import Block, Design, Revision
from engine.design.model import DesignError

ESTIMATES_PER_MINUTE = 300
CATALOGUE_AGE_S = 60
NAME_REASON = lazy("Give it a name of at most 80 characters.")


def design_list(request: PersonRequest) -> HttpResponse:
    """Shows the person's designs; a POST makes a new one and goes there."""
    if request.method == "POST":
        return _design_create(request)
    return _list(request, NewDesignForm(), 200)


def design_page(request: PersonRequest, design_id: UUID) -> HttpResponse:
    """The sandbox; `?back=` is a page of ours to return to."""
    design = found(request, Design, design_id)
    back = request.GET.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    context = {"design": design, "document": design.document, "back": back if is_ours else ""}
    context["is_first_visit"] = settings.HAS_FIRST_TOUR and design.owner.toured is None and not back
    return render(request, "designs/editor.html", context)


def design_document(request: PersonRequest, design_id: UUID) -> HttpResponse:
    """The document as JSON; a PUT stores a new one."""
    design = found(request, Design, design_id)
    if request.method == "PUT":
        return _document_save(request, design)
    answer = JsonResponse({"version": design.version, "document": design.document})
    answer["ETag"] = f'"{design.version}"'
    answer["Cache-Control"] = "no-store"
    return answer


def design_delete(request: PersonRequest, design_id: UUID) -> HttpResponse:
    actions.delete_design(found(request, Design, design_id))
    return _list(request, NewDesignForm(), 200) if request.htmx else redirect("design_list")


def design_estimate(request: PersonRequest, design_id: UUID) -> HttpResponse:
    """What to expect of the document in the body, which need not be saved yet, at its mean or (?at=peak) peak rate."""
    design = found(request, Design, design_id)
    if is_too_often("estimate", str(design.pk), ESTIMATES_PER_MINUTE, 60):
        return _errors([DesignError("", t("Too many estimates at once: wait a moment."))])
    try:
        estimated, errors = queries.estimate_of(request.body, request.GET.get("at", "mean"))
    except RequestDataTooBig:
        return _errors([DesignError("", t("This document is too long to be estimated."))])
    if estimated is None:
        return _errors(errors)
    return JsonResponse(estimated, headers={"Cache-Control": "no-store"})


def design_versions(request: PersonRequest, design_id: UUID) -> HttpResponse:
    """The versions that are kept, as JSON."""
    design = found(request, Design, design_id)
    return _json({"versions": queries.versions_of(design), "newest": design.version})


def design_version(request: PersonRequest, design_id: UUID, version: int) -> HttpResponse:
    """The document of one version; a POST gives it a name or, with an empty one, takes it away."""
    design = found(request, Design, design_id)
    if request.method == "POST":
        form = NameForm(request.POST)
        reason = actions.name_version(design, version, form.cleaned_data["name"]) if form.is_valid() else NAME_REASON
        return _errors([DesignError("name", reason)]) if reason else design_versions(request, design_id)
    revision = get_object_or_404(Revision, design=design, version=version)
    return _json({"version": version, "name": revision.name, "document": revision.document})


def block_list(request: PersonRequest) -> HttpResponse:
    """The parts that the person keeps; a POST keeps one more."""
    if request.method == "POST":
        try:
            kept = actions.keep_block(met(request), request.body)
        except RequestDataTooBig:
            kept = DesignError("", t("This part is too long to be kept."))
        if isinstance(kept, DesignError):
            return _errors([kept])
    return _json({"blocks": queries.blocks_of(request.person)})


def block(request: PersonRequest, block_id: UUID) -> HttpResponse:
    return _json({"document": found(request, Block, block_id).document})


def block_delete(request: PersonRequest, block_id: UUID) -> HttpResponse:
    found(request, Block, block_id).delete()
    return _json({"blocks": queries.blocks_of(request.person)})


def _json(content: dict[str, Any]) -> JsonResponse:
    return JsonResponse(content, headers={"Cache-Control": "no-store"})


def catalogue(request: PersonRequest) -> HttpResponseBase:
    """All kinds in the language that the address names, else in the one that the page would have."""
    named = request.GET.get("language", "")
    is_named = named in dict(settings.LANGUAGES)
    language = named if is_named else translation.get_language() or settings.LANGUAGE_CODE
    text, tag = queries.catalogue(language)
    headers = {"Cache-Control": f"max-age={CATALOGUE_AGE_S}", "Content-Language": language, "ETag": tag}
    response = HttpResponse(text, content_type="application/json", headers=headers)
    if not is_named:
        patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=tag, response=response) or response


def schema(_request: PersonRequest) -> HttpResponse:
    return JsonResponse(queries.schema(), headers={"Cache-Control": f"max-age={CATALOGUE_AGE_S}"})


def _list(request: PersonRequest, form: NewDesignForm, status: int) -> HttpResponse:
    context = {"designs": queries.designs_of(request.person), "templates": queries.template_labels(), "form": form}
    return rendered(request, "designs/list.html", context, "design_list", status)


def _design_create(request: PersonRequest) -> HttpResponse:
    form = NewDesignForm(request.POST)
    if asks_too_often(request, "design", actions.NEW_DESIGNS_PER_HOUR, 3600):
        form.add_error(None, t("Too many new designs from here: wait a while."))
    if not form.is_valid():
        return _list(request, form, 422)
    design = actions.create_design(met(request), form.cleaned_data["template"])
    if design is None:
        form.add_error(
            None, t("You have %(designs_most)s designs: delete one first.", designs_most=actions.DESIGNS_MOST)
        )
        return _list(request, form, 422)
    return redirect("design_page", design_id=design.pk)


def _document_save(request: PersonRequest, design: Design) -> HttpResponse:
    version = version_in(request)
    if version is None:
        return _errors([DesignError("", t('Send the version you changed in the header If-Match, such as "3".'))])
    try:
        outcome = actions.save_document(design, version, request.body)
    except RequestDataTooBig:
        return _errors([DesignError("", t("This document is too long to be kept."))])
    match outcome:
        case actions.Saved():
            saved: dict[str, Any] = {"version": outcome.version, "saved_at": outcome.saved_at.isoformat()}
            answer = JsonResponse(saved | {"problems": [asdict(problem) for problem in outcome.problems]})
            answer["ETag"] = f'"{outcome.version}"'
            return answer
        case actions.Stale():
            return JsonResponse({"version": outcome.version, "document": outcome.document}, status=409)
        case actions.Refused():
            return _errors(outcome.errors)


def _errors(errors: list[DesignError]) -> JsonResponse:
    return JsonResponse({"errors": [asdict(error) for error in errors]}, status=422)

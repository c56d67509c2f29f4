"""A design comes from elsewhere: what was read is shown, what nobody can know is asked for, then it is made."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.common.limits import asks_too_often
from apps.common.words import lazy, t
from apps.designs import actions, queries
from apps.designs.forms import ImportForm, read_answers
from apps.designs.importing import TEXT_BYTES, Importer, Sketch, Whole, importers
from apps.designs.importing.answers import Answers, asked_at, document_of, guessed, questions
from engine.design.check import check_runnable
from engine.design.model import DesignError
from engine.design.read import read_document

PAGE = "designs/import.html"
TOO_MANY = lazy("Too many new designs from here: wait a while.")


def design_import(request: PersonRequest) -> HttpResponse:
    """Takes text in; asks; makes a design."""
    if request.method != "POST":
        return _page(request, "", [], 200)
    try:
        form = ImportForm(request.POST)
    except RequestDataTooBig:
        return _page(request, "", [DesignError("text", _too_long())], 422)
    if not form.is_valid():
        return _page(request, request.POST.get("text", "")[:TEXT_BYTES], form.complaints(), 422)
    text, importer = form.cleaned_data["text"], form.cleaned_data["importer"]
    found = importer.read(text)
    if isinstance(found, Whole):
        return _made(request, text, found.document, importer)
    if isinstance(found, Sketch):
        return _asked(request, text, importer, found)
    return _page(request, text, found, 422)


def _asked(request: PersonRequest, text: str, importer: Importer, sketch: Sketch) -> HttpResponse:
    """Asks what nobody can know; with answers that hold, makes the design."""
    if request.POST.get("step") != "make":
        return _questions(request, text, importer, sketch, guessed(sketch), [], 200)
    answers, errors = read_answers(request.POST, sketch)
    if errors:
        return _questions(request, text, importer, sketch, answers, errors, 422)
    document = document_of(sketch, answers)
    read, errors = read_document(document)
    errors = errors if read is None else check_runnable(read)
    if errors:
        return _questions(request, text, importer, sketch, answers, asked_at(sketch, answers, errors), 422)
    return _made(request, text, document, importer)


def _made(request: PersonRequest, text: str, document: dict[str, Any], importer: Importer) -> HttpResponse:
    if asks_too_often(request, "design", actions.NEW_DESIGNS_PER_HOUR, 3600):
        return _page(request, text, [DesignError("", TOO_MANY)], 422)
    design = actions.copy_design(
        met(request), document, actions.Origin(t("Imported from a %(label)s", label=importer.label))
    )
    if design is None:
        return _page(
            request,
            text,
            [
                DesignError(
                    "", t("You have %(designs_most)s designs: delete one first.", designs_most=actions.DESIGNS_MOST)
                )
            ],
            422,
        )
    return redirect("design_page", design_id=design.pk)


def _page(request: PersonRequest, text: str, errors: list[DesignError], status: int) -> HttpResponse:
    context = {"text": text, "errors": errors, "importers": importers().values(), "most": TEXT_BYTES // 1000}
    return render(request, PAGE, context, status=status)


def _questions(
    request: PersonRequest,
    text: str,
    importer: Importer,
    sketch: Sketch,
    answers: Answers,
    errors: list[DesignError],
    status: int,
) -> HttpResponse:
    labels = {each.id: each.label for each in sketch.found}
    told = {error.path: error.message for error in errors}
    context = {
        "text": text,
        "importer": importer,
        "sketch": sketch,
        "name": answers.name,
        "rate": f"{answers.rate_per_s:g}",
        "errors": errors,
        "families": queries.kind_choices(),
        "parts": [
            {
                "field": f"kind_{place}",
                "found": each,
                "kind": answers.kinds[place],
                "is_entry": place in answers.entries,
                "entry_field": f"entry_{place}",
                "error": told.get(f"kind_{place}", ""),
            }
            for place, each in enumerate(sketch.found)
        ],
        "calls": [
            {
                "field": f"call_{place}",
                "from": labels[each.source],
                "to": labels[each.target],
                "arrow": each,
                "is_call": place in answers.calls,
            }
            for place, each in enumerate(sketch.arrows)
        ],
        "questions": [
            {
                "field": f"behind_{each.caller.id}_{each.cache.id}",
                "question": each,
                "chosen": answers.behind.get((each.caller.id, each.cache.id), ""),
            }
            for each in questions(sketch, answers)
        ],
    }
    return render(request, "designs/import_questions.html", context, status=status)


def _too_long() -> str:
    return t("Keep the text within %(text_bytes)s kB.", text_bytes=TEXT_BYTES // 1000)

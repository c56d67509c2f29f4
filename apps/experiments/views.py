"""Experiments in the browser: form and permission, nothing else."""

from __future__ import annotations

import contextlib
import secrets
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from apps.accounts.queries import PersonRequest
from apps.common.blocks import rendered
from apps.common.policy import found
from apps.common.sheet import csv_of
from apps.designs.models import Design
from apps.experiments import actions, queries
from apps.experiments.kinds import Kind, kinds, read_wish
from apps.experiments.models import Experiment
from apps.runs.actions import RunNotAllowed
from engine.design.model import DesignError
from engine.design.read import read_document

FIGURE_LENGTH = 250


def experiment_list(request: PersonRequest) -> HttpResponse:
    """All experiments of a person."""
    return render(request, "experiments/list.html", {"experiments": queries.experiments_of(request.person)})


def design_experiments(request: PersonRequest, design_id: UUID) -> HttpResponse:
    """What can be asked about a design, and what was."""
    design = found(request, Design, design_id)
    context = {
        "design": design,
        "kinds": list(kinds().values()),
        "experiments": queries.experiments_of(request.person, design),
    }
    return render(request, "experiments/list.html", context)


def experiment_new(request: PersonRequest, design_id: UUID, kind: str) -> HttpResponse:
    """The form with what the experiment would cost; a POST begins it."""
    design, chosen = found(request, Design, design_id), kinds().get(kind)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return _form(request, design, chosen, request.GET.dict())
    sent = request.POST.dict()
    assert request.person is not None
    try:
        made = actions.start(request.person, design, chosen, sent, sent.get("key") or secrets.token_hex(16))
    except RunNotAllowed as refusal:
        return _form(request, design, chosen, sent, [DesignError("", str(refusal))], refusal.status)
    if isinstance(made, list):
        return _form(request, design, chosen, sent, made, 422)
    return redirect("experiment_page", experiment_id=made.pk)


def experiment_page(request: PersonRequest, experiment_id: UUID) -> HttpResponse:
    """An experiment with what is known of it; asked for again and again while it is under way."""
    experiment = found(request, Experiment, experiment_id)
    context = queries.shown(experiment, request.GET.get("figure", "")[:FIGURE_LENGTH])
    if request.htmx and experiment.is_running and request.GET.get("over") == str(context["progress"]["over"]):
        # Nothing has come since: nothing is drawn again, and no screen reader speaks.
        return HttpResponse(status=204)
    context["cells"] = queries.runs_of(experiment)
    return rendered(request, "experiments/page.html", context, "experiment")


def experiment_cancel(request: PersonRequest, experiment_id: UUID) -> HttpResponse:
    experiment = found(request, Experiment, experiment_id)
    # One that came to its end by itself meanwhile shows its result.
    with contextlib.suppress(RunNotAllowed):
        actions.cancel(experiment)
    return redirect("experiment_page", experiment_id=experiment.pk)


def experiment_name(request: PersonRequest, experiment_id: UUID) -> HttpResponse:
    experiment = found(request, Experiment, experiment_id)
    actions.rename(experiment, request.POST.get("name", ""))
    return redirect("experiment_page", experiment_id=experiment.pk)


def experiment_delete(request: PersonRequest, experiment_id: UUID) -> HttpResponse:
    actions.delete(found(request, Experiment, experiment_id))
    return redirect("experiment_list")


def experiment_table(request: PersonRequest, experiment_id: UUID) -> HttpResponse:
    """The outcome as CSV, in the units of the engine."""
    experiment = found(request, Experiment, experiment_id)
    name = slugify(experiment.name) or "experiment"
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    text = csv_of(queries.rows_of(experiment))
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)


def _form(
    request: PersonRequest,
    design: Design,
    kind: Kind,
    sent: dict[str, Any],
    errors: list[DesignError] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form as it was sent, or as the kind begins; with its cost, or with what is in its way."""
    read, wrong = read_document(design.document)
    # What is not sent at all is filled in; a whole form is taken as it is, but for what a new choice suggests.
    begins = kind.begins(read, sent) if read is not None else {}
    begins = {name: f"{value:g}" if isinstance(value, float) else value for name, value in begins.items()}
    values = sent | begins if "seeds" in sent else begins | sent
    plan = None
    if errors is None and read is not None:
        wish, errors = read_wish(kind, values)
        plan, errors = (None, errors) if wish is None else queries.planned(request.person, design, kind, wish)
    context = {
        "design": design,
        "kind": kind,
        "kinds": list(kinds().values()),
        "values": values,
        "key": secrets.token_hex(16),
        "errors": errors or [DesignError("design", each.message) for each in wrong[:1]],
        "by_field": {each.path: each.message for each in errors or []},
        "plan": plan,
        "left_s": queries.left_of(request.person),
        "form": kind.form(),
        "fields": f"experiments/fields_{kind.name}.html",
        "menus": queries.menus(request.person, design),
    }
    return rendered(request, "experiments/new.html", context, "form", status)

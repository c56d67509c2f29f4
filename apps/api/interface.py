"""The operations: what a program sends is read here, done by the actions of the pages, and answered as JSON."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from apps.api.queries import token_of, tokens_of
from apps.common.limits import is_too_often
from apps.common.policy import found
from apps.common.versions import version_in
from apps.designs import actions as designs
from apps.designs.models import Design
from apps.designs.queries import designs_of, estimate_of, template_document, template_names
from apps.experiments import actions as experiment_actions
from apps.experiments import queries as experiments
from apps.experiments.kinds import kinds
from apps.experiments.models import Experiment
from apps.runs import actions as runs
from apps.runs import views as run_views
from apps.runs.forms import SEED_MOST, read_intervention
from apps.runs.live.rows import state_of, whole_log
from apps.runs.models import SPEEDS, Run
from apps.runs.queries import history
from engine.design.model import DesignError

REQUESTS_PER_MINUTE = 600


class ByToken(HttpBearer):
    """A token in the header `Authorization: Bearer …`. Cookies are worth nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        known = token_of(token)
        request.person = known.owner if known is not None else None  # type: ignore[attr-defined]
        if known is not None and is_too_often("api", str(known.pk), REQUESTS_PER_MINUTE, 60):
            raise HttpError(429, f"{REQUESTS_PER_MINUTE} requests a minute are the most: wait a moment.")
        return known


api = NinjaAPI(title="Backlot", version="1", docs_url=None, openapi_url=None, auth=ByToken(), urls_namespace="backlot")


class NewDesign(Schema):
    """A document, or the name of a template to begin with."""

    document: dict[str, Any] | None = Field(None, description="A design as in docs/design-format.md.")
    template: str = Field("empty", max_length=60, description="Where there is no document: a template by name.")


class NewRun(Schema):
    """A run of a design."""

    design: UUID
    seed: int = Field(7, ge=0, le=SEED_MOST)
    speed: int = Field(0, description=f"One of {', '.join(map(str, SPEEDS))}; 0 is as fast as possible.")
    duration_s: float | None = Field(None, ge=1, le=86_400)
    key: str = Field("", max_length=64, description="The same key twice gives the same run.")


class Control(Schema):
    """Pause, resume, cancel, or another speed."""

    action: str = Field(..., pattern="^(pause|resume|cancel|speed)$")
    value: int | None = None


class NewExperiment(Schema):
    """Many runs of a design that answer one question."""

    design: UUID
    kind: str = Field(..., max_length=20, description=f"One of {', '.join(kinds())}.")
    settings: dict[str, Any] = Field(
        default_factory=dict,
        description="The fields of its form by name, such as seeds, parameter, low, high, steps; what is left out is "
        "as the form begins.",
    )
    key: str = Field("", max_length=64, description="The same key twice gives the same experiment.")


@api.exception_handler(ValidationError)
def _misshapen(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [(".".join(map(str, each["loc"][1:])), each["msg"]) for each in error.errors]
    return _errors([DesignError(path, message) for path, message in told], 422)


@api.exception_handler(HttpError)
def _refusal(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return _errors([DesignError("", str(error))], error.status_code)


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return _errors([DesignError("", "There is nothing here that you may see.")], 404)


@api.get("designs/", url_name="api_designs", tags=["designs"], summary="My designs")
def design_list(request: Any) -> Any:
    return {"designs": [_design(each) for each in designs_of(request.person)]}


@api.post("designs/", url_name="api_designs", tags=["designs"], summary="A new design")
def design_create(request: Any, wanted: NewDesign) -> Any:
    if wanted.document is None and wanted.template not in template_names():
        return _errors([DesignError("template", "There is no such template.")], 422)
    made = designs.create_design(request.person, wanted.template if wanted.document is None else "empty")
    if made is None:
        return _errors([DesignError("", f"You have {designs.DESIGNS_MOST} designs: delete one first.")], 422)
    if wanted.document is not None:
        saved = designs.save_document(made, made.version, json.dumps(wanted.document).encode())
        if isinstance(saved, designs.Refused):
            designs.delete_design(made)
            return _errors(saved.errors, 422)
        made.refresh_from_db()
    return JsonResponse(_design(made), status=201)


@api.get("templates/", url_name="api_templates", tags=["designs"], summary="Designs to begin with, as documents")
def template_list(request: Any) -> Any:
    del request
    return {name: template_document(name) for name in template_names()}


@api.get("designs/{uuid:design_id}/", url_name="api_design", tags=["designs"], summary="A design with its document")
def design_read(request: Any, design_id: UUID) -> Any:
    design = found(request, Design, design_id)
    return _design(design) | {"document": design.document}


@api.put("designs/{uuid:design_id}/", url_name="api_design", tags=["designs"], summary="A newer document (If-Match)")
def design_save(request: Any, design_id: UUID) -> Any:
    """The body is the document; the header If-Match says which version was changed, such as "3"."""
    design, version = found(request, Design, design_id), version_in(request)
    if version is None:
        return _errors([DesignError("", 'Send the version you changed in the header If-Match, such as "3".')], 422)
    saved = designs.save_document(design, version, request.body)
    if isinstance(saved, designs.Refused):
        return _errors(saved.errors, 422)
    if isinstance(saved, designs.Stale):
        return JsonResponse({"version": saved.version, "document": saved.document}, status=409)
    return {"version": saved.version, "problems": [asdict(each) for each in saved.problems]}


@api.delete("designs/{uuid:design_id}/", url_name="api_design", tags=["designs"], summary="Deletes a design")
def design_delete(request: Any, design_id: UUID) -> Any:
    designs.delete_design(found(request, Design, design_id))
    return HttpResponse(status=204)


@api.get("designs/{uuid:design_id}/estimate/", url_name="api_estimate", tags=["designs"], summary="What to expect")
def design_estimate(request: Any, design_id: UUID, at: str = "mean") -> Any:
    document = json.dumps(found(request, Design, design_id).document).encode()
    told, errors = estimate_of(document, at)
    return told if told is not None else _errors(errors, 422)


@api.get("runs/", url_name="api_runs", tags=["runs"], summary="My runs, the newest first")
def run_list(request: Any, q: str = "", state: str = "", before: str = "") -> Any:
    found_runs, following = history(request.person, q[:120], state, before)
    return {"runs": [_run(each) for each in found_runs], "before": following}


@api.post("runs/", url_name="api_runs", tags=["runs"], summary="Starts a run")
def run_create(request: Any, wanted: NewRun) -> Any:
    if wanted.speed not in SPEEDS:
        return _errors([DesignError("speed", f"Give one of {', '.join(map(str, SPEEDS))}.")], 422)
    design = found(request, Design, wanted.design)
    key = wanted.key or secrets.token_hex(16)
    asked = runs.Asked(wanted.seed, wanted.speed, wanted.duration_s, key)
    try:
        run = runs.start_run(request.person, design, asked)
    except runs.RunNotAllowed as refusal:
        return _errors([DesignError("", str(refusal))], refusal.status)
    return _errors(run, 422) if isinstance(run, list) else JsonResponse(_run(run), status=201)


@api.get("runs/{uuid:run_id}/", url_name="api_run", tags=["runs"], summary="A run: its state and log")
def run_read(request: Any, run_id: UUID) -> Any:
    run = found(request, Run, run_id)
    return _run(run) | {"log": whole_log(run)}


@api.get("runs/{uuid:run_id}/frames/", url_name="api_frames", tags=["runs"], summary="Frames after a number")
def run_frames(request: Any, run_id: UUID, after: int = 0, limit: int = 100) -> Any:
    del after, limit  # Read where the pages read them, within the same limits.
    return run_views.frames_of(request, found(request, Run, run_id))


@api.get("runs/{uuid:run_id}/report/", url_name="api_report", tags=["runs"], summary="What was measured")
def run_report(request: Any, run_id: UUID) -> Any:
    run = found(request, Run, run_id)
    return run.summary or _errors([DesignError("", "The report comes when the run has ended.")], 409)


@api.get("runs/{uuid:run_id}/as/{slug:run_format}/", url_name="api_file", tags=["runs"], summary="A run as a file")
def run_file(request: Any, run_id: UUID, run_format: str) -> Any:
    """otlp, csv, openmetrics or html, as on the report."""
    return run_views.file_of(found(request, Run, run_id), run_format)


@api.post("runs/{uuid:run_id}/control/", url_name="api_control", tags=["runs"], summary="Pause, resume, cancel, speed")
def run_control(request: Any, run_id: UUID, wanted: Control) -> Any:
    run = found(request, Run, run_id)
    if wanted.action == "speed" and wanted.value not in SPEEDS:
        return _errors([DesignError("value", f"Give one of {', '.join(map(str, SPEEDS))}.")], 422)
    try:
        runs.control_run(run, wanted.action, wanted.value)
    except runs.RunNotAllowed as refusal:
        return _errors([DesignError("", str(refusal))], refusal.status)
    run.refresh_from_db()
    return _run(run)


@api.post("runs/{uuid:run_id}/interventions/", url_name="api_interventions", tags=["runs"], summary="Breaks or heals")
def run_intervene(request: Any, run_id: UUID) -> Any:
    """The body is an object with failure, target, parameters, heal and key, as a browser sends it."""
    run = found(request, Run, run_id)
    wanted, errors = read_intervention(request.body, run)
    if wanted is None:
        return _errors(errors, 422)
    try:
        command = runs.intervene(run, request.person, wanted)
    except runs.RunNotAllowed as refusal:
        return _errors([DesignError("", str(refusal))], refusal.status)
    return JsonResponse({"number": command.number, "sentence": command.sentence}, status=201)


@api.get("experiments/", url_name="api_experiments", tags=["experiments"], summary="My experiments")
def experiment_list(request: Any) -> Any:
    return {"experiments": [experiments.told(each["row"]) for each in experiments.experiments_of(request.person)]}


@api.post("experiments/", url_name="api_experiments", tags=["experiments"], summary="Begins an experiment")
def experiment_create(request: Any, wanted: NewExperiment) -> Any:
    """Equal inputs give the experiment that is there. Errors name the field of `settings`."""
    design, kind = found(request, Design, wanted.design), kinds().get(wanted.kind)
    if kind is None:
        return _errors([DesignError("kind", f"Give one of {', '.join(kinds())}.")], 422)
    sent = experiments.filled(kind, design, wanted.settings)
    try:
        made = experiment_actions.start(request.person, design, kind, sent, wanted.key or secrets.token_hex(16))
    except runs.RunNotAllowed as refusal:
        return _errors([DesignError("", str(refusal))], refusal.status)
    return _errors(made, 422) if isinstance(made, list) else JsonResponse(experiments.told(made), status=201)


@api.get("experiments/{uuid:experiment_id}/", url_name="api_experiment", tags=["experiments"], summary="An experiment")
def experiment_read(request: Any, experiment_id: UUID) -> Any:
    """Its stage, and as outcome what its runs say so far; the runs by their arms and seeds."""
    experiment = found(request, Experiment, experiment_id)
    told = experiments.told(experiment) | {"outcome": experiments.outcome_of(experiment)}
    cells = [{"arm": each.arm, "seed": each.seed, "run": str(each.run_id)} for each in experiments.runs_of(experiment)]
    return told | {"arms": experiment.arms, "runs": cells}


@api.post(
    "experiments/{uuid:experiment_id}/cancel/",
    url_name="api_experiment_cancel",
    tags=["experiments"],
    summary="Ends an experiment early; what was measured stays",
)
def experiment_cancel(request: Any, experiment_id: UUID) -> Any:
    experiment = found(request, Experiment, experiment_id)
    try:
        experiment_actions.cancel(experiment)
    except runs.RunNotAllowed as refusal:
        return _errors([DesignError("", str(refusal))], refusal.status)
    experiment.refresh_from_db()
    return experiments.told(experiment)


@api.get("tokens/", url_name="api_tokens", tags=["tokens"], summary="My tokens, without their texts")
def token_list(request: Any) -> Any:
    told = tokens_of(request.person)
    return {
        "tokens": [
            {"id": str(each.pk), "name": each.name, "start": each.start, "expires": each.expires, "good": each.is_good}
            for each in told
        ]
    }


def _design(design: Design) -> dict[str, Any]:
    return {"id": str(design.pk), "name": design.name, "version": design.version, "saved": design.saved.isoformat()}


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": str(run.pk),
        "name": run.title or run.name,
        "design": str(run.design_id) if run.design_id else None,
        "seed": run.seed,
        "duration_s": run.duration_s,
        "frames_done": run.frames_done,
        "has_ended": run.has_ended,
        "digest": run.result_digest,
    } | state_of(run)


def _errors(errors: list[DesignError], status: int) -> JsonResponse:
    return JsonResponse({"errors": [asdict(each) for each in errors]}, status=status)

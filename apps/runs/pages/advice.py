"""What is wrong with the design of a run, and what would help, as the report asks for it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from apps.accounts.queries import PersonRequest
from apps.common.blocks import rendered
from apps.common.policy import found
from apps.runs import explaining
from apps.runs.models import Run


def run_advice(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Findings with the fixes that the estimate supports; the page when opened by itself."""
    run = found(request, Run, run_id)
    is_mine = request.person is not None and run.owner_id == request.person.pk
    context = {"run": run, "advice": explaining.advised(run), "may_apply": is_mine and run.design_id is not None}
    return rendered(request, "runs/advice.html", context, "run_advice")

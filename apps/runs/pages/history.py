"""All runs of a person: found again by name, named, opened, shared."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from apps.accounts.queries import PersonRequest
from apps.common.policy import found
from apps.runs import actions, queries
from apps.runs.models import Run, State

WORDS_MOST = 120


def run_history(request: PersonRequest) -> HttpResponse:
    """The runs that fit, a page at a time."""
    words, state, before = (request.GET.get(name, "").strip()[:WORDS_MOST] for name in ("q", "state", "before"))
    # Whoever looks for words looks everywhere.
    has_groups = bool(words) or request.GET.get("groups") == "on"
    runs, following = queries.history(request.person, words, state, before, has_groups=has_groups)
    context = {
        "runs": runs,
        "following": following,
        "words": words,
        "state": state,
        "states": State.choices,
        "has_groups": has_groups,
        "is_narrowed": bool(words or state or before),
    }
    return render(request, "runs/history.html", context)


def run_name(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Gives a run a title of its own."""
    actions.name_run(found(request, Run, run_id), request.POST.get("title", ""))
    return redirect("run_history")


def run_others(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """The runs with which a run can be compared, as the menu of the charts lists them."""
    runs = queries.others(found(request, Run, run_id), request.person)
    return JsonResponse({"runs": runs}, headers={"Cache-Control": "no-store"})

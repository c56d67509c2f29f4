"""The glossary, a term, and its experiment: form and permission, nothing else."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.common.blocks import rendered
from apps.common.limits import asks_too_often
from apps.common.words import t
from apps.glossary import actions, queries
from apps.glossary.forms import PositionForm
from apps.glossary.items import Term, term_of
from apps.runs.actions import RunNotAllowed
from content.terms import RUN

SHOWN_PER_MINUTE = 600
RUNS_PER_HOUR = 240
SEARCH_MOST = 60


def term_list(request: PersonRequest) -> HttpResponse:
    """All terms, or those that a search finds."""
    words = request.GET.get("q", "")[:SEARCH_MOST]
    return rendered(request, "glossary/list.html", queries.terms(words), "terms")


def term_page(request: PersonRequest, term: str) -> HttpResponse:
    """A term with its experiment; the part alone where a text opens it in place."""
    found = _found(term)
    return rendered(request, "glossary/page.html", _context(request, found, _at(request, found)), "term")


def term_shown(request: PersonRequest, term: str) -> HttpResponse:
    """What the experiment shows where the slider stands now."""
    found = _with_trial(term)
    if asks_too_often(request, "term", SHOWN_PER_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "10"})
    return _shown(request, found, _at(request, found))


def term_run(request: PersonRequest, term: str) -> HttpResponse:
    """Runs the design as the slider makes it."""
    found = _with_trial(term)
    assert found.trial is not None
    if found.trial.by != RUN:
        raise Http404
    at = PositionForm(request.POST).position(found.trial.first, len(found.trial.positions))
    refusal, status = "", 200
    if asks_too_often(request, "term-run", RUNS_PER_HOUR, 3600):
        refusal, status = t("Too many experiments were run from here: wait a while."), 429
    else:
        try:
            started = actions.try_out(met(request), found, at)
        except RunNotAllowed as not_now:
            refusal, status = str(not_now), not_now.status
        else:
            refusal = "; ".join(str(each) for each in started) if isinstance(started, list) else ""
    if not refusal and not request.htmx:
        answer = redirect("term_page", term=found.slug)
        answer["Location"] += f"?at={at}"
        return answer
    return _shown(request, found, at, refusal, status)


def _shown(request: PersonRequest, found: Term, at: int, refusal: str = "", status: int = 200) -> HttpResponse:
    context = _context(request, found, at) | {"refusal": refusal, "is_update": bool(request.htmx)}
    return rendered(request, "glossary/page.html", context, "shown", status)


def _context(request: PersonRequest, found: Term, at: int) -> dict[str, Any]:
    """The page has a heading of its own; in place the term stands below those of the text."""
    return queries.term(found, request.person, at) | {"level": 2 if request.htmx else 1}


def _found(slug: str) -> Term:
    found = term_of(slug)
    if found is None:
        raise Http404
    return found


def _with_trial(slug: str) -> Term:
    found = _found(slug)
    if found.trial is None:
        raise Http404
    return found


def _at(request: PersonRequest, found: Term) -> int:
    trial = found.trial
    return 0 if trial is None else PositionForm(request.GET).position(trial.first, len(trial.positions))

"""Tokens of a person, and the page that describes the interface."""

from __future__ import annotations

import functools
import json
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from apps.accounts.actions import met
from apps.accounts.queries import PersonRequest
from apps.api import actions, queries
from apps.api.forms import DAYS, TokenForm
from apps.api.interface import api
from apps.api.models import Token
from apps.common.policy import found
from apps.common.words import t


def token_list(request: PersonRequest) -> HttpResponse:
    """One's tokens; a POST makes one and shows it this once."""
    if request.method != "POST":
        return _tokens(request, TokenForm(), 200)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _tokens(request, form, 422)
    made = actions.make_token(met(request), form.cleaned_data["name"], form.cleaned_data["days"])
    if made is None:
        form.add_error(
            None, t("You have %(tokens_most)s tokens: take one back first.", tokens_most=actions.TOKENS_MOST)
        )
        return _tokens(request, form, 422)
    return _tokens(request, TokenForm(), 201, made[1])


def token_revoke(request: PersonRequest, token_id: UUID) -> HttpResponse:
    actions.revoke_token(found(request, Token, token_id))
    return redirect("token_list")


def api_schema(_request: PersonRequest) -> HttpResponse:
    """The interface as OpenAPI."""
    return JsonResponse(_schema())


def api_docs(request: PersonRequest) -> HttpResponse:
    """The interface for people: every operation with what it takes and gives."""
    operations = [
        {"method": method.upper(), "path": path}
        | {name: told.get(name) for name in ("summary", "description", "tags")}
        | {"takes": _takes(told)}
        for path, methods in _schema()["paths"].items()
        for method, told in methods.items()
    ]
    return render(request, "api/docs.html", {"operations": operations})


@functools.cache
def _schema() -> dict:  # type: ignore[type-arg]
    """Built once: it is asked for with every operation that the page lists, and never changes."""
    return dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"))))


def _takes(told: dict) -> list[str]:  # type: ignore[type-arg]
    """Names of what an operation takes beside its path."""
    names = [each["name"] for each in told.get("parameters", []) if each["in"] == "query"]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = body.get("$ref", "").rsplit("/", 1)[-1]
    return names + list(_schema()["components"]["schemas"].get(name, {}).get("properties", {}))


def _tokens(request: PersonRequest, form: TokenForm, status: int, text: str = "") -> HttpResponse:
    context = {"tokens": queries.tokens_of(request.person), "form": form, "days": DAYS, "text": text}
    answer = render(request, "api/tokens.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer

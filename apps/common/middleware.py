"""Refuses what the policy table does not allow, before a view sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from apps.common.policy import ROUTES, allowed_methods

Answer = Callable[[HttpRequest], HttpResponse]


class PolicyMiddleware:
    """A route that is not in the table does not exist; a method that is not in it is not allowed."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, _view: Any, _words: Any, _named: Any) -> HttpResponse | None:
        assert request.resolver_match is not None
        route = request.resolver_match.view_name
        assert route in ROUTES, f"{route!r} is not in apps.common.policy"
        methods = allowed_methods(route)
        return None if request.method in methods else HttpResponseNotAllowed(sorted(methods))

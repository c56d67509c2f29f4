"""Refuses what the policy table does not allow, before a view sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from apps.common.policy import NEEDS_ACCOUNT, ROUTES, allowed_methods, who_may

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
        if request.method not in methods:
            return HttpResponseNotAllowed(sorted(methods), _refusal(request))
        if who_may(route, request.method or "GET") in NEEDS_ACCOUNT and not request.user.is_authenticated:
            # Whoever is sent to sign up comes back to where they were; what was a form is asked for again.
            back = request.path if "GET" in methods else reverse("class_list")
            return redirect(f"{reverse('sign_up')}?{urlencode({'next': back})}")
        return None


def _refusal(request: HttpRequest) -> str:
    """A page for a person who typed an address or opened an old one; programs read the status."""
    is_person = request.method == "GET" and request.accepts("text/html") and not request.path.startswith("/api/")
    return render_to_string("405.html", {}, request) if is_person else ""

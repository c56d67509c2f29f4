"""Puts the person on the request and hands a new visitor their cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from apps.accounts.queries import COOKIE, COOKIE_AGE_S, PersonRequest, person_for, signed


class PersonMiddleware:
    """`request.person` is the person who asks, or None."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, bare: HttpRequest) -> HttpResponse:
        request = cast(PersonRequest, bare)
        request.new_token, request.forget_token = None, False
        request.person = person_for(request.user, request.COOKIES.get(COOKIE))
        return self._with_cookie(request, self.answer(request))

    def _with_cookie(self, request: PersonRequest, response: HttpResponse) -> HttpResponse:
        if request.new_token:
            response.set_cookie(
                COOKIE,
                signed(request.new_token),
                max_age=COOKIE_AGE_S,
                httponly=True,
                samesite="Lax",
                secure=settings.IS_SECURE,
            )
        elif request.forget_token:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

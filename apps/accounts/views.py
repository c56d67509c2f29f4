"""Sign up, log in, log out."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from apps.accounts import actions
from apps.accounts.forms import LanguageForm, LogInForm, SignUpForm
from apps.accounts.models import Person
from apps.accounts.queries import COOKIE, PersonRequest, visitor_of
from apps.common.limits import address_of, asks_too_often, is_too_often
from apps.common.words import lazy, t

LOG_INS_PER_5_MIN = 20
SIGN_UPS_PER_HOUR = 60
TOO_OFTEN = lazy("Too many tries from here: wait a few minutes.")


def sign_up(request: PersonRequest) -> HttpResponse:
    """A visitor keeps what they drew."""
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and asks_too_often(request, "sign_up", SIGN_UPS_PER_HOUR, 3600):
        form.add_error(None, TOO_OFTEN)
    elif request.method == "POST" and form.is_valid():
        try:
            user = actions.sign_up(
                form.cleaned_data["username"], form.cleaned_data["password"], visitor_of(request.COOKIES.get(COOKIE))
            )
        except IntegrityError:
            form.add_error("username", t("This name is taken: choose another."))
        else:
            return _entered(request, user)
    return _page(request, "accounts/sign_up.html", form)


def log_in(request: PersonRequest) -> HttpResponse:
    """What the visitor made goes along."""
    form = LogInForm(request.POST or None)
    tried = f"{address_of(request.META)}:{request.POST.get('username', '')[:40].lower()}"
    if request.method == "POST" and is_too_often("log_in", tried, LOG_INS_PER_5_MIN, 300):
        return _page(request, "accounts/log_in.html", LogInForm(), TOO_OFTEN)
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["user"]
        actions.take_over(user, visitor_of(request.COOKIES.get(COOKIE)))
        return _entered(request, user)
    return _page(request, "accounts/log_in.html", form)


def log_out(request: PersonRequest) -> HttpResponse:
    """Ends the session and tells every open socket of this person to look again."""
    person = request.person
    logout(request)
    if person is not None:
        _tell_sockets(person)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def language(request: PersonRequest) -> HttpResponse:
    """Changes the language and comes back to the page where that was asked for."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise BadRequest(t("language: this is not a language that Backlot speaks."))
    chosen = form.cleaned_data["language"]
    if request.person is not None:
        actions.choose_language(request.person, chosen)
    # The address of a page changes while one works in it, so that a form could not have it right.
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return _spoken_to_in(redirect(page if is_ours else "landing"), chosen)


def tour(request: PersonRequest) -> HttpResponse:
    """The tour of the sandbox was seen or skipped."""
    actions.end_tour(actions.met(request))
    return HttpResponse(status=204)


def _spoken_to_in(response: HttpResponse, chosen: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.IS_SECURE,
    )
    return response


def _entered(request: PersonRequest, user: User) -> HttpResponse:
    login(request, user)
    request.session.cycle_key()
    request.forget_token = True
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if is_ours else settings.LOGIN_REDIRECT_URL)
    chosen = actions.language_kept(user, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    return _spoken_to_in(response, chosen) if chosen else response


def _page(request: HttpRequest, template: str, form: Form, refusal: str = "") -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 429 if refusal else 200
    context = {"form": form, "refusal": refusal, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, template, context, status=status)


def _tell_sockets(person: Person) -> None:
    """Losing this message costs a few seconds: sockets ask again by themselves."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(f"person.{person.pk}", {"type": "access.changed"})
    except OSError:
        return

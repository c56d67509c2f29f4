"""Who is asking?"""

from __future__ import annotations

import hashlib
import importlib
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from apps.accounts.models import Person

COOKIE = "backlot_visitor"
COOKIE_SALT = "backlot.visitor"
COOKIE_AGE_S = 365 * 24 * 3600


class PersonRequest(HttpRequest):
    """A request as views see it, after the middleware. `new_token` is set when a visitor was made on the way."""

    person: Person | None
    new_token: str | None
    forget_token: bool
    htmx: HtmxDetails


def token_hash(token: str) -> str:
    """What is stored of a token: whoever reads the database cannot become a visitor."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed(token: str) -> str:
    """The token as the cookie carries it."""
    return signing.TimestampSigner(salt=COOKIE_SALT).sign(token)


def person_for(user: Any, signed_cookie: str | None) -> Person | None:
    """The person behind a session's user, else behind a visitor's cookie."""
    if user is not None and not isinstance(user, AnonymousUser) and user.is_authenticated:
        return Person.objects.filter(user=user, user__is_active=True).first()
    token = _token(signed_cookie)
    return Person.objects.filter(token_hash=token_hash(token), user=None).first() if token else None


def person_again(session_key: str | None, signed_cookie: str | None) -> Person | None:
    """The person behind a session and a cookie that were read a while ago, by what they are worth now."""
    user: Any = None
    if session_key:
        probe = HttpRequest()
        probe.session = importlib.import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        user = get_user(probe)
    return person_for(user, signed_cookie)


def visitor_of(signed_cookie: str | None) -> Person | None:
    """The visitor behind a cookie, whoever is logged in."""
    return person_for(None, signed_cookie)


def _token(signed_cookie: str | None) -> str | None:
    if not signed_cookie:
        return None
    try:
        return signing.TimestampSigner(salt=COOKIE_SALT).unsign(signed_cookie, max_age=COOKIE_AGE_S)
    except signing.BadSignature:
        return None

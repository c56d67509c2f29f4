"""Making tokens and taking them back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Person
from apps.accounts.queries import token_hash
from apps.api.models import Token

PREFIX = "bl_"
TOKEN_BYTES = 32
SHOWN_CHARACTERS = 8
TOKENS_MOST = 20


@transaction.atomic
def make_token(owner: Person, name: str, days: int) -> tuple[Token, str] | None:
    """A new token and its text, which is never seen again; None if the person has as many as one may have."""
    Person.objects.select_for_update().get(pk=owner.pk)
    now = timezone.now()
    if Token.objects.owned_by(owner).filter(revoked=None, expires__gt=now).count() >= TOKENS_MOST:
        return None
    text = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    token: Token = Token.objects.create(
        owner=owner,
        name=name,
        start=text[:SHOWN_CHARACTERS],
        token_hash=token_hash(text),
        expires=now + timedelta(days=days),
    )
    return token, text


def revoke_token(token: Token) -> None:
    """From the next request on the token is worth nothing."""
    Token.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now())

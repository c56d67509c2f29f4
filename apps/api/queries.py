"""Whose token is this?"""

from __future__ import annotations

from apps.accounts.models import Person
from apps.accounts.queries import token_hash
from apps.api.models import Token

LIST_LENGTH = 100


def token_of(text: str) -> Token | None:
    """The token, if it is good and its owner's account is active."""
    found = Token.objects.select_related("owner__user").filter(token_hash=token_hash(text)).first()
    is_active = found is not None and found.owner.user is not None and found.owner.user.is_active
    return found if found is not None and found.is_good and is_active else None


def tokens_of(person: Person | None) -> list[Token]:
    """The person's tokens, the newest first, also those that are over."""
    return list(Token.objects.owned_by(person)[:LIST_LENGTH])

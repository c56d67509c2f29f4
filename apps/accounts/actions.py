"""Meeting a visitor, signing up, and keeping what somebody made before."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone, translation

from apps.accounts.models import Person
from apps.accounts.queries import PersonRequest, token_hash

TOKEN_BYTES = 16


def met(request: PersonRequest) -> Person:
    """The person who asks; a new visitor if nobody is known yet. For writes only."""
    if request.person is None:
        request.person = _with_account(request) or _new_visitor(request)
    return request.person


@transaction.atomic
def sign_up(username: str, password: str, visitor: Person | None) -> User:
    """A new account. What the visitor made becomes the account's."""
    user = User.objects.create_user(username, password=password)
    if visitor is None:
        Person.objects.create(user=user)
    else:
        visitor.user, visitor.token_hash = user, None
        visitor.save(update_fields=["user", "token_hash"])
    return user


@transaction.atomic
def take_over(user: User, visitor: Person | None) -> Person:
    """At log-in: what the visitor made goes to the account, and the visitor is gone."""
    person, _ = Person.objects.get_or_create(user=user)
    if visitor is not None and visitor.pk != person.pk:
        for relation in Person._meta.related_objects:
            manager = relation.related_model._default_manager
            if hasattr(manager, "hand_over") and relation.field.name == "owner":
                manager.hand_over(visitor, person)
        visitor.delete()
    return person


def end_tour(person: Person) -> None:
    """The tour of the sandbox does not come by itself again."""
    if person.toured is None:
        person.toured = timezone.now()
        person.save(update_fields=["toured"])


def choose_language(person: Person, language: str) -> None:
    """The language is the person's, on every machine."""
    person.language = language
    person.save(update_fields=["language"])


def language_kept(user: User, in_cookie: str) -> str:
    """What somebody who comes in is spoken to in: what they chose with their account, else before they had one."""
    person = Person.objects.filter(user=user).first()
    if person is None or person.language or not translation.check_for_language(in_cookie):
        return person.language if person else ""
    choose_language(person, in_cookie)
    return in_cookie


def _with_account(request: PersonRequest) -> Person | None:
    """An account that was made on the command line has no person yet."""
    if not request.user.is_authenticated:
        return None
    return Person.objects.get_or_create(user=request.user)[0]


def _new_visitor(request: PersonRequest) -> Person:
    request.new_token = secrets.token_hex(TOKEN_BYTES)
    return Person.objects.create(token_hash=token_hash(request.new_token))
